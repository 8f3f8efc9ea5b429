"""The benchmark writes what the scorer reads; the gate holds its floors."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from benchmarks import causes, confidence, gate, kept, peers, posts, text_browsers
from benchmarks.predict import main
from evaluation.datasets import read_pages
from evaluation.renderers import RENDERERS
from extractor.classify.models import Models, shipped
from tests.cases import ROOT
from tests.labelled import write_folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three captures in the layout of a labelled data folder."""
    (tmp_path / "pages").mkdir()
    named = {
        "b": "news--windows-1251-is-read-from-meta",
        "a": "refused--a-pdf-is-named",
        "c": "table--header-and-rows-survive",
    }
    for page, name in named.items():
        (tmp_path / "pages" / f"{page}.html.gz").write_bytes(gzip.compress((ROOT / name / "page.html").read_bytes()))
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["predict", *arguments])
    main()


def test_predict_writes_a_line_for_each_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = data / "out.jsonl"
    run(monkeypatch, str(data), str(out), "--mode", "fast", "--limit", "2")

    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["engine"]) for line in lines] == [("a", "NotText"), ("b", "blocks")]
    assert lines[1]["title"] == "Маяк снова зажгли после ремонта"
    assert {"id", "text", "title", "author", "date", "engine", "confidence", "ms"} == set(lines[1])


def test_predict_says_when_there_is_nothing_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match=r"no pages/\*\.html\.gz and no dumps"):
        run(monkeypatch, str(tmp_path), str(tmp_path / "out"))


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gate with one floor of 0.8."""
    path = tmp_path / "gate.json"
    path.write_text('{"figure": 0.8}', encoding="utf-8")
    monkeypatch.setattr(gate, "FLOORS", path)
    return path


@pytest.mark.parametrize(
    ("figure", "flags", "code", "pinned"),
    [
        (0.8, (), 0, 0.8),
        (0.9, (), 0, 0.8),
        (0.7, (), 1, 0.8),
        (0.9, ("--update",), 0, 0.9),
        (0.7, ("--update",), 1, 0.8),
        (0.7, ("--update", "--allow-regression"), 0, 0.7),
    ],
)
def test_gate(
    figure: float, flags: tuple[str, ...], code: int, pinned: float, floors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "measure", lambda _: {"figure": figure})
    monkeypatch.setattr(sys, "argv", ["gate", "nowhere", *flags])

    assert gate.main() == code
    assert json.loads(floors.read_text(encoding="utf-8")) == {"figure": pinned}


def test_peers_writes_one_file_for_each(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "pages" / "a.html.gz").unlink()
    (data / "rendered" / "dumps").mkdir(parents=True)
    (data / "rendered" / "dumps" / "c.txt.gz").write_bytes(gzip.compress(b"The harbour council met on Monday.\n" * 3))
    monkeypatch.setattr(sys, "argv", ["peers", str(data), str(data / "out"), "--dumps", str(data / "rendered")])
    peers.main()

    told = ["trafilatura", "accurate", "fast", "dumps"]
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == told
    assert json.loads((data / "out" / "dumps.jsonl").read_text(encoding="utf-8"))["id"] == "c"
    for name in ("trafilatura", "accurate", "fast"):
        lines = (data / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["b", "c"]
        assert "Старый маяк" in json.loads(lines[0])["text"]


def test_confidence_prints_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    truth, found = tmp_path / "truth.jsonl", tmp_path / "found.jsonl"
    truth.write_text("".join(f'{{"id": "{page}", "text": "a b"}}\n' for page in "xyz"), encoding="utf-8")
    guesses = [("x", "a b", 0.95), ("y", "a c", 0.55), ("z", "", 0.05)]
    lines = [json.dumps({"id": page, "text": text, "confidence": sure}) + "\n" for page, text, sure in guesses]
    found.write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["confidence", str(truth), str(found)])
    confidence.main()

    assert capsys.readouterr().out.startswith("rank correlation 1.000  calibration error 0.050\n")


def test_causes_split_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The harbour council will not switch on its camera towers before the end of the year."
    comment = "I have crossed this bridge every day for nine years and never saw the lamp."
    page = f"<body><p>{text}</p><div class='comments'><p>{comment}</p></div></body>"
    data = write_folder(tmp_path, [(page, {"text": text})])
    found = tmp_path / "found.jsonl"
    found.write_text(json.dumps({"id": "0000", "text": f"{text}\n{comment}"}) + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["causes", str(data), str(found)])
    causes.main()

    assert "| short text: comments kept | 100% |" in capsys.readouterr().out


def test_posts_prints_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_text(encoding="utf-8")
    labels = {"posts": [{"text": "Words that no post has", "user": "Ida", "datetime": "5 May 2012"}]}
    data = write_folder(tmp_path, [(page, labels)])
    monkeypatch.setattr(sys, "argv", ["posts", str(data), "--mode", "fast", "--worst", "1"])
    posts.main()

    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("labelled 1  found 0")
    assert printed[1].startswith("0000  found 0.00")


def test_text_browsers_reads_each_page_with_models_that_have_not_seen_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The harbour council will not switch on its camera towers before the end of the year."
    labels = {"text": f"{text}\n{text}", "domain": "karvel.example"}
    page = write_folder(tmp_path, [(f"<p>{text}</p><p>{text}</p>", labels)])
    asked: list[Path] = []

    def models(folder: Path) -> Models:
        asked.append(folder)
        return shipped()

    monkeypatch.setattr(text_browsers, "PROGRAMS", dict(RENDERERS))
    monkeypatch.setattr(text_browsers, "_models", models)
    found = text_browsers.score((read_pages(page)[0], tmp_path / "fold-1"))

    assert found.keys() == RENDERERS.keys()
    assert min(found.values()) > 0.5
    assert set(asked) == {tmp_path / "fold-1"}


def test_folders_of_models_that_have_not_seen_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [("<p>A page.</p>", {"text": "A page.", "domain": f"{name}.example"}) for name in "abcd"]
    (tmp_path / "ours").mkdir()
    write_folder(tmp_path / "ours", pages)
    monkeypatch.setattr(kept, "CONFIG", {"html": {"data": ["ours"], "folds": 2}})

    folders = kept.unseeing_models("html", tmp_path, tmp_path / "kept")

    assert folders.keys() == {f"{name}.example" for name in "abcd"}
    assert {path.name for path in folders.values()} == {"fold-1", "fold-2"}
