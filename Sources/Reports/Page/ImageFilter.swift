// SPDX-License-Identifier: Apache-2.0

/// The filter of a page with several images: by text, and by whether they have findings.
///
/// Its form appears only if the reader's browser runs scripts; otherwise, and on paper, the page has
/// all images. It needs the table of the images in the section `summary`, whose first cells link to
/// the images' sections, and whose second cells have the class `clean` if there are no findings.
enum ImageFilter {
  static let form = """
    <form id="filter" role="search" hidden>
    <label for="filter-text">Images with the text</label>
    <input id="filter-text" type="search" autocomplete="off" spellcheck="false">
    <label><input id="filter-findings" type="checkbox"> only with findings, or not checked</label>
    <output id="filter-count" for="filter-text filter-findings"></output>
    </form>
    """

  static let style = """
    @media screen{.out{display:none}#filter:not([hidden]){display:flex;flex-wrap:wrap;gap:.4rem .8rem;\
    align-items:center;margin:.6rem 0}}#filter input{font:inherit}@media print{#filter{display:none}}
    """

  /// The words of an image are its row, headings, findings and tables, and the labels of its map.
  static let script = """
    <script>
    (() => {
      const form = document.getElementById("filter");
      const text = document.getElementById("filter-text");
      const onlyFindings = document.getElementById("filter-findings");
      const count = document.getElementById("filter-count");
      const images = [...document.querySelectorAll("#summary tbody tr")].map(row => {
        const link = row.cells[0].querySelector("a").getAttribute("href");
        const section = document.getElementById(link.slice(1));
        const entry = document.querySelector('nav a[href="' + link + '"]');
        const parts = [row, section, entry && entry.parentElement].filter(Boolean);
        return {row, section, parts, isClean: row.cells[1].classList.contains("clean"), words: null};
      });
      const words = image => image.words ??= [image.row, ...image.section.querySelectorAll(
        "h2,h3,h4,p,th,td,summary,svg text")].map(part => part.textContent).join(" ").toLowerCase();
      const show = () => {
        const sought = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
        let shown = 0;
        for (const image of images) {
          const isShown = !(onlyFindings.checked && image.isClean)
            && sought.every(word => words(image).includes(word));
          shown += isShown;
          for (const part of image.parts) part.classList.toggle("out", !isShown);
        }
        const all = images.length + " images";
        count.textContent = shown ? shown + " of " + all : "none of the " + all + " matches";
      };
      form.addEventListener("input", show);
      form.addEventListener("submit", event => event.preventDefault());
      form.hidden = false;
      show();
    })();
    </script>
    """
}
