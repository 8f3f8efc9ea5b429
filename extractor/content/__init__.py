"""Select the content of a page, by the models and by trafilatura as a second opinion."""
