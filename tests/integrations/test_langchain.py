"""LangChain's loader and transformer."""

from tests.integrations.packages import need

need("langchain")

from pathlib import Path  # noqa: E402 - after the skip

from langchain_core.documents import Document  # noqa: E402

from extractor.integrations.langchain import ExtractorLoader, ExtractorTransformer  # noqa: E402
from tests.integrations.test_page import NEWS  # noqa: E402


def test_a_refused_file_is_left_out_and_the_others_are_loaded(tmp_path: Path) -> None:
    for name, data in (("a.html", NEWS), ("b.pdf", b"%PDF-1.4")):
        (tmp_path / name).write_bytes(data)
    (document,) = ExtractorLoader(sorted(tmp_path.iterdir())).load()

    assert document.metadata["source"] == str(tmp_path / "a.html")
    assert "consent" not in document.page_content.lower()


def test_documents_keep_their_id_and_metadata_and_links_become_absolute() -> None:
    given = Document(id="7", page_content=NEWS.decode(), metadata={"source": "https://other.example/x/", "kept": 1})
    (document,) = ExtractorTransformer(form="html").transform_documents([given, Document(page_content="")])

    assert (document.id, document.metadata["kept"], document.metadata["language"]) == ("7", 1, "en-GB")
    assert "https://other.example/" in document.page_content
    assert given.page_content == NEWS.decode()
