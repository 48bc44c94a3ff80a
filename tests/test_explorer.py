"""The managers' page: what it says, that it stays offline, and that text in the data can do nothing in it."""

import base64
import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import HOSTILE, chromium, crowded_store, hostile_store, invented_store, opened
from playwright.sync_api import Browser, Page, expect

from ilo_graph.errors import UnknownThing
from ilo_graph.explorer import explore, words
from ilo_graph.explorer.packing import packed
from ilo_graph.network.kinds import ATTESTATIONS, CATALOGUE_LINKS, COLUMNS, KINDS, TYPES
from ilo_graph.network.reading import LANGUAGES
from ilo_graph.pipeline import build

VIEWS = ("network", "matrix", "flow", "table")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return explore(invented_store(), tmp_path_factory.mktemp("page") / "explorer.html")


@pytest.fixture(scope="module")
def bundled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return explore(build(), tmp_path_factory.mktemp("page") / "bundled.html")


@pytest.fixture(scope="module")
def crowded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return explore(crowded_store(), tmp_path_factory.mktemp("page") / "crowded.html")


def unpacked(text: str, block: str) -> Any:
    found = re.search(rf'<script type="application/gzip" id="{block}">([A-Za-z0-9+/=]*)</script>', text)
    assert found
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


def keys(table: dict[str, Any], before: str = "") -> set[str]:
    """Return the paths of all words of a language; the forms of a plural count once."""
    found = set()
    for name, value in table.items():
        plural = isinstance(value, dict) and "other" in value
        found |= keys(value, f"{before}{name}.") if isinstance(value, dict) and not plural else {before + name}
    return found


# --- the file


def test_one_store_gives_one_page_byte_for_byte(tmp_path: Path) -> None:
    first, second = (explore(invented_store(), tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert first == second


def test_the_data_stands_in_letters_that_cannot_end_their_element(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    assert unpacked(text, "graph")["notices"] == 2
    assert "Convention No. 901" in unpacked(text, "words")["strings"]


def test_packed_values_come_back_as_they_were() -> None:
    assert json.loads(gzip.decompress(base64.b64decode(packed({"text": HOSTILE})))) == {"text": HOSTILE}


def test_the_policy_of_the_page_forbids_everything_but_its_own_script_and_style(page_file: Path) -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page_file.read_text(encoding="utf-8"))
    assert found
    assert found[1].startswith("default-src 'none'; script-src 'sha256-")
    assert found[1].endswith("require-trusted-types-for 'script'")
    assert "unsafe" not in found[1]
    assert "http" not in found[1]


def test_the_script_makes_nothing_from_markup() -> None:
    folder = Path(__file__).parent.parent / "ilo_graph" / "explorer" / "scripts"
    script = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(", script
    )


def test_an_unknown_focus_is_refused_with_near_ids(tmp_path: Path) -> None:
    with pytest.raises(UnknownThing, match="C901"):
        explore(invented_store(), tmp_path / "page.html", focus="C910")
    assert not (tmp_path / "page.html").exists()


# --- the words of the interface


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_words_and_places_to_fill(language: str) -> None:
    english, other = words("en"), words(language)
    assert keys(other) == keys(english)

    def places(table: dict[str, Any]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{\w+\}", str(at(table, key)))) for key in keys(table)}

    assert places(other) == places(english)


def at(table: dict[str, Any], path: str) -> Any:
    for name in path.split("."):
        table = table[name]
    return table


def test_every_name_that_the_data_uses_has_words() -> None:
    english = words("en")
    assert set(english["columns"]) == set(COLUMNS)
    assert set(english["types"]) == {name for _, name in TYPES.values()}
    assert set(english["says"]) == set(CATALOGUE_LINKS.values())
    assert set(english["attestations"]) == set(ATTESTATIONS.values())
    assert english["kinds"] == {kind.id: kind.legend for kind in KINDS}


def test_every_word_that_the_script_asks_for_is_there() -> None:
    folder = Path(__file__).parent.parent / "ilo_graph" / "explorer"
    script = "".join(path.read_text(encoding="utf-8") for path in folder.glob("scripts/*.js"))
    asked = set(re.findall(r"say\('([\w.]+)'[,)]", script))
    asked |= set(re.findall(r'data-(?:say|label)="([\w.]+)"', (folder / "page.html").read_text(encoding="utf-8")))
    assert len(asked) > 60
    assert asked <= keys(words("en"))


def test_the_page_speaks_the_language_of_the_reader_and_another_when_asked(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#C901", locale="fr-FR") as page:
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        expect(page.locator("#panel .title")).to_have_text("Convention sur le travail d'essai, 1901")
        page.locator("#say-es").click()
        expect(page.locator("html")).to_have_attribute("lang", "es")
        assert "language=es" in page.url
        address = page.url.split("#")[1]
    with opened(browser, page_file, fragment=f"#{address}") as page:
        expect(page.locator("#tab-network")).to_have_text(words("es")["views"]["network"])


# --- the Monday test


def test_a_code_and_one_click_tell_who_works_on_it_in_what_way_and_what_says_so(
    browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file) as page:
        page.fill("#search", "c.901")
        page.locator("#found li").first.click()
        panel = page.locator("#panel")
        expect(panel.locator("h2")).to_have_text("C901")
        expect(panel.locator(".title")).to_have_text("Sample Work Convention, 1901")
        expect(panel.locator(".summary")).to_have_text("1 post contributes · 1 works under it")
        expect(panel.locator("h3").first).to_contain_text("Contributes, as the post itself states")
        expect(panel.locator("mark").first).to_have_text("Convention No. 901")
        expect(panel.locator("blockquote").first).to_have_text(
            "“Run the ratification campaign for Convention No. 901 and its Recommendation.”"
        )
        expect(panel.locator(".place").first).to_have_text("notices/first.txt (2090-02) · duties · duty 1 · page 2")
        expect(panel.locator(".taken").first).to_have_text(
            "Role: contribution · agent: post · basis: stated · cue: “ratification campaign for”"
        )
        expect(page.locator("#live")).to_contain_text("C901, Sample Work Convention, 1901: 1 post contributes")


def test_what_nobody_works_on_is_found_and_says_so_with_its_scope(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.fill("#search", "never cited")
        expect(page.locator("#found li")).to_contain_text("no post found")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("C903")
        expect(page.locator("#panel .summary")).to_have_text("None found in 2 notices.")


def test_words_of_the_notices_are_found_too(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.fill("#search", "travail d'essai")
        assert page.locator("#found li").all_text_contents() == ["C901Sample Work Convention, 1901"]
        page.fill("#search", "r. 902")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("R902")
        page.fill("#search", "zebra")
        expect(page.locator("#found")).to_have_text("Nothing found in 2 notices.")


def test_the_page_of_the_bundled_posts_answers_in_one_search_and_one_click(
    browser: Browser, bundled_file: Path
) -> None:
    with opened(browser, bundled_file) as page:
        page.fill("#search", "C102")
        page.locator("#found li").first.click()
        expect(page.locator("#panel .summary")).to_contain_text("2 posts contribute")
        expect(page.locator("#panel mark").first).to_have_text("Convention No. 102")
        expect(page.locator("#panel .place").first).to_contain_text("duty 4")


def test_a_biennium_says_what_its_numbers_meant_before_and_mean_after(browser: Browser, bundled_file: Path) -> None:
    with opened(browser, bundled_file) as page:
        page.select_option("#biennium", "2024-25")
        change = page.locator("#panel .change", has_text="Outcome 7").first
        expect(change).to_contain_text("2022-23: Adequate and effective protection at work for all")
        expect(change).to_contain_text("2024-25: Universal social protection")
        expect(change).to_contain_text("goes on as Outcome 6 (2024-25)")
        bienniums = set(page.locator(".card .biennium").all_text_contents())
        change.locator(".go").first.click()
        expect(page.locator("#panel .over")).to_contain_text("Outcome, 2022-23")
        expect(page.locator("#panel h3", has_text="Outcome 7 in other biennia")).to_have_count(1)
    assert "2024-25" in bienniums and "2020-21" not in bienniums


# --- the panel


def test_an_indirect_link_never_looks_like_a_stated_one(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#SDG8") as page:
        expect(page.locator("#panel .summary")).to_have_text("0 posts contribute · 1 indirectly")
        assert page.locator("#panel h3").first.inner_text().startswith("Contributes indirectly")
        assert page.locator("#panel h3", has_text="states").count() == 0


def test_what_differs_and_what_is_not_verified_is_said_in_words(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#R902") as page:
        expect(page.locator("#panel .title")).to_have_text("title not verified")
        expect(page.locator("#panel .warning")).to_have_text(
            "The notice dates this Recommendation to 1899; it was adopted in 1902."
        )
        assert "Sample Rest" not in page.content()


def test_a_post_shows_its_duties_with_what_they_cite_marked_in_place(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#post/9001") as page:
        duty = page.locator("#panel .duty")
        expect(duty.locator("p")).to_have_text(
            "Duty 1 Run the ratification campaign for Convention No. 901 and its Recommendation."
        )
        expect(duty.locator("mark")).to_have_text("Convention No. 901")
        duty.locator(".go").click()
        expect(page.locator("#panel h2")).to_have_text("C901")


def test_a_sentence_that_is_not_in_the_graph_leaves_the_words(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#PB2090-91%2F7.2") as page:
        expect(page.locator("#panel blockquote").first).to_have_text("output 7.2")


def test_an_official_page_is_a_link_that_only_the_reader_opens_and_that_tells_nothing(
    browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file, fragment="#C901") as page:
        link = page.locator("#panel .official a")
        expect(link).to_have_attribute("rel", "noreferrer noopener")
        assert (link.get_attribute("href") or "").startswith("https://normlex.ilo.org/")
        assert page.locator("a").count() == 1


def test_the_page_can_open_at_a_focus(browser: Browser, tmp_path: Path) -> None:
    out = explore(invented_store(), tmp_path / "page.html", focus="SDG8.7")
    with opened(browser, out) as page:
        expect(page.locator("#panel h2")).to_have_text("SDG 8.7")
        expect(page.locator("#panel .through").first).to_have_text(
            "Derived: through C901, Sample Work Convention, 1901"
        )


# --- the network


def test_choosing_a_card_keeps_its_way_and_escape_gives_all_back(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        everything = page.locator(".curves path").count()
        page.locator(".card", has_text="C901").click()
        faded = page.locator(".card.faded strong").all_text_contents()
        kept = page.locator(".card:not(.faded) strong").all_text_contents()
        assert kept == ["EX/ONE", "Post 9001 ≠", "Post without number ≠", "C901", "SDG 8.7", "SDG 8"]
        assert faded == ["R902 ≠", "Output 7.2", "Outcome 7"]
        assert 0 < page.locator(".curves path").count() < everything
        page.keyboard.press("Escape")
        assert page.locator(".card.faded").count() == 0
        assert page.locator(".curves path").count() == everything
        assert "#" not in page.url


def test_what_is_only_mentioned_shows_who_mentions_it(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#SDG8.10") as page:
        expect(page.locator("#panel .summary")).to_have_text("0 posts contribute · 1 mentions it")
        assert page.locator(".card:not(.faded)", has_text="Post 9001").count() == 1
        assert page.locator(".curves path.mentions").count() == 1


def test_kinds_of_links_differ_in_line_and_sign_and_not_in_colour_alone(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=matrix") as page:
        signs = page.locator("#kinds .sign").all_text_contents()
        assert len(signs) == len(set(signs)) == 6
        page.locator("#tab-network").click()
        dashes = page.evaluate(
            "['stated', 'indirect', 'under', 'learns'].map(kind => getComputedStyle("
            "document.querySelector('#kinds .sample .' + kind)).strokeDasharray)"
        )
        assert len(set(dashes)) == 4


def test_many_cards_stand_in_groups_that_open_in_place(browser: Browser, crowded_file: Path) -> None:
    with opened(browser, crowded_file) as page:
        posts = page.locator(".column.post")
        assert sorted(posts.locator(".group strong").all_text_contents()) == ["D0", "D1", "D2", "EX/ONE"]
        assert posts.locator(".card").count() == 4
        group = posts.locator(".group", has_text="D1")
        expect(group.locator("small")).to_have_text("20")
        group.click()
        expect(posts.locator(".card")).to_have_count(24)
        expect(posts.locator(".group", has_text="D1")).to_have_attribute("aria-expanded", "true")
        expect(posts.locator(".group", has_text="D1")).to_be_focused()


def test_what_is_on_the_way_of_many_is_grouped_and_the_panel_goes_on_when_asked(
    browser: Browser, crowded_file: Path
) -> None:
    with opened(browser, crowded_file, fragment="#PB2090-91%2F7.2") as page:
        expect(page.locator("#panel .summary")).to_have_text("61 posts contribute")
        assert page.locator("#panel .link:has(.said)").count() == 25
        page.locator("#panel .go", has_text="36 more").click()
        assert page.locator("#panel .link:has(.said)").count() == 50
        assert page.locator(".column.post .card:not(.faded)").count() == 4


def test_a_cell_of_groups_opens_the_words_of_all_of_them(browser: Browser, crowded_file: Path) -> None:
    with opened(browser, crowded_file, fragment="#?view=matrix&rows=post") as page:
        page.get_by_role("button", name="D0, C901: Works under it, 20 posts").click()
        expect(page.locator("#panel .summary")).to_have_text("20 posts")
        expect(page.locator("#panel .said").first).to_contain_text("In accordance with C901.")


def test_a_long_table_shows_its_first_rows_and_takes_all_away(browser: Browser, crowded_file: Path) -> None:
    with opened(browser, crowded_file, fragment="#?view=table") as page:
        expect(page.locator("#table-rows tbody tr")).to_have_count(100)
        rows = list(csv.reader(io.StringIO(downloaded(page, "csv").decode("utf-8-sig"))))
        assert len(rows) > 180
        page.locator("#table-more").click()
        expect(page.locator("#table-rows tbody tr")).to_have_count(len(rows) - 1)


# --- the address


def test_the_address_keeps_the_choice(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator(".card", has_text="Output 7.2").click()
        fragment = page.url.split("#")[1]
    with opened(browser, page_file, fragment=f"#{fragment}") as page:
        expect(page.locator("#panel h2")).to_have_text("Output 7.2")
        page.locator("#panel .go").first.click()
        page.go_back()
        expect(page.locator("#panel h2")).to_have_text("Output 7.2")


def test_the_address_restores_view_filters_and_choice(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator("#tab-matrix").click()
        page.select_option("#matrix-columns", "goal")
        page.locator("#facet-type").click()
        page.locator(".choices label", has_text="SDG goal").click()
        page.locator(".cell").first.click()
        expect(page.locator("#panel .over")).to_contain_text("Between the two")
        address, panel = page.url.split("#")[1], page.locator("#panel").inner_text()
    with opened(browser, page_file, fragment=f"#{address}") as page:
        expect(page.locator(".cell[aria-pressed=true]")).to_have_count(1)
        expect(page.locator("#facet-type .count")).to_have_text("1")
        assert page.locator("#matrix-columns").input_value() == "goal"
        expect(page.locator("#panel .link")).not_to_have_count(0)
        assert page.locator("#panel").inner_text() == panel


@pytest.mark.parametrize(
    "fragment", ["#nothing", "#%E0%A4%A", "#<img src=x onerror=alert(1)>", "#?view=no&pair=a~b&only.x=1&rows=__proto__"]
)
def test_an_address_that_names_nothing_shows_everything(browser: Browser, page_file: Path, fragment: str) -> None:
    with opened(browser, page_file, fragment=fragment) as page:
        assert page.locator(".card.chosen").count() == 0
        assert page.locator(".card").count() > 5
        expect(page.locator("#panel h2")).to_have_text("Who works on what, and what says so?")


def test_a_choice_in_one_view_is_the_choice_in_all(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#C901") as page:
        page.locator("#tab-matrix").click()
        expect(page.locator("th.chosen")).to_contain_text("C901")
        page.locator("#tab-table").click()
        rows = page.locator("#table-rows tbody tr")
        assert rows.count() == 2
        page.locator("#tab-flow").click()
        expect(page.locator("#panel h2")).to_have_text("C901")
        page.locator("#tab-network").click()
        expect(page.locator(".card.chosen strong")).to_have_text("C901")


# --- filters


def test_filters_hide_links_and_cards_but_never_the_chosen_one(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        assert page.locator(".card", has_text="SDG 8.10").count() == 0  # only mentioned, and mentions start hidden
        page.locator("#kind-mentions").click()
        assert page.locator(".card", has_text="SDG 8.10").count() == 1
        page.locator("#facet-type").click()
        page.locator(".choices label", has_text="SDG target").click()
        assert page.locator(".card", has_text="R902").count() == 0
        page.fill("#search", "R902")
        page.keyboard.press("Enter")
        assert page.locator(".card.chosen", has_text="R902").count() == 1


def test_every_filter_counts_what_it_would_leave(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=table") as page:
        assert page.locator(".facet").count() == 9
        for facet in page.locator(".facet").all():
            facet.locator("summary").click()
            for label in facet.locator("label").all():
                count = int(label.locator(".count").inner_text())
                label.click()
                # each link of the invented notices rests on one citation: a row for each
                assert page.locator("#table-rows tbody tr").count() == count > 0
                label.click()
            page.keyboard.press("Escape")
        expect(page.locator("#clear")).to_be_hidden()


def test_a_filter_by_agent_leaves_what_the_unit_does(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=table&only.agent=unit") as page:
        assert page.locator("#table-rows tbody tr").count() == 1
        expect(page.locator("#table-rows tbody")).to_contain_text("Through the unit")
        page.locator("#clear").click()
        assert page.locator("#table-rows tbody tr").count() > 5


# --- the matrix


def test_the_matrix_shows_who_works_on_what_and_a_cell_opens_its_words(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=matrix&rows=post") as page:
        cell = page.get_by_role("button", name="Post 9001, C901: Stated by the post, 1 post")
        expect(cell).to_have_text("●")
        cell.click()
        expect(page.locator("#panel mark").first).to_have_text("Convention No. 901")
        expect(page.locator("#panel .place").first).to_contain_text("notices/first.txt")


def test_a_gap_is_shown_with_its_scope(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=matrix") as page:
        expect(page.locator("th.gap", has_text="C903")).to_have_count(1)
        gaps = page.locator(".gaps").first
        expect(gaps.locator("summary")).to_have_text("Instrument: none found for 1 of 3, in 2 notices")
        gaps.locator("summary").click()
        gaps.locator(".go", has_text="C903").click()
        expect(page.locator("#panel .summary")).to_have_text("None found in 2 notices.")


def test_arrows_walk_over_the_cells_that_say_something(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=matrix&rows=post&order=name") as page:
        page.locator(".cell").first.focus()
        first = page.locator(".cell:focus").get_attribute("aria-label")
        page.keyboard.press("ArrowRight")
        assert page.locator(".cell:focus").get_attribute("aria-label") != first
        page.keyboard.press("Enter")
        expect(page.locator("#panel .over")).to_contain_text("Between the two")


# --- the flow


def test_the_widths_of_the_flow_add_up(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=flow") as page:
        expect(page.locator(".bar")).not_to_have_count(0)
        page.locator("#tab-table").click()
        rows = [row.locator("th, td").all_text_contents() for row in page.locator("#table-rows tbody tr").all()]
        assert {row[0] for row in rows} == {"Post 9001", "Post without number", "Outcome 7 (2090-91)"}
        into = sum(float(row[-1]) for row in rows if row[1].startswith("Outcome 7"))
        out = sum(float(row[-1]) for row in rows if row[0].startswith("Outcome 7"))
        assert into == pytest.approx(out) == pytest.approx(2)


def test_a_step_of_the_catalogues_never_looks_stated_in_the_flow(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=flow") as page:
        steps = page.locator(".band[aria-label^='Outcome']")
        expect(steps).not_to_have_count(0)
        assert all("In the catalogues" in (step.get_attribute("aria-label") or "") for step in steps.all())


def test_a_band_of_the_flow_opens_its_words_with_mouse_and_keyboard(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=flow") as page:
        band = page.get_by_role("button", name="Post 9001 to Outcome 7 (2090-91): Through the unit, 1")
        band.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#panel mark").first).to_have_text("Outcome 7")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Outcome 7 (2090-91), Samples for all: 2").locator("rect").click()
        expect(page.locator("#panel h2")).to_have_text("Outcome 7")


# --- the table


def test_the_table_has_the_same_facts(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#C901") as page:
        page.locator("#tab-table").click()
        rows = page.locator("#table-rows tbody tr")
        assert [row.locator("td").first.inner_text() for row in rows.all()] == ["Stated by the post", "Works under it"]
        expect(rows.first).to_contain_text("Convention No. 901")
        expect(page.locator("#network")).to_be_hidden()


def test_the_table_can_be_sorted_and_searched(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#?view=table") as page:
        what = page.locator("#table-rows td.what")
        page.get_by_role("button", name="What").click()
        ascending = what.all_text_contents()
        page.get_by_role("button", name="What").click()
        assert what.all_text_contents() == ascending[::-1]
        expect(page.locator("th[aria-sort=descending]")).to_have_text("What")
        page.fill("#table-words", "ratification campaign")
        assert all("C901" in text or "SDG" in text for text in what.all_text_contents())


@pytest.mark.parametrize(("view", "facts"), [("network", "links"), ("matrix", "matrix"), ("flow", "flow")])
def test_every_view_has_its_table(browser: Browser, page_file: Path, view: str, facts: str) -> None:
    with opened(browser, page_file, fragment=f"#?view={view}") as page:
        page.locator("#tab-table").click()
        assert page.locator("#table-facts").input_value() == facts
        assert page.locator("#table-rows tbody tr").count() > 0


# --- what is taken away


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as found:
        page.locator(f"#save-{name}").click()
    return found.value.path().read_bytes()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_taken_away_as_a_picture(browser: Browser, page_file: Path, view: str) -> None:
    with opened(browser, page_file, fragment=f"#?view={view}") as page:
        svg = downloaded(page, "svg").decode()
        assert svg.startswith("<svg") and svg.count("<text") > 10
        assert "<script" not in svg and "href" not in svg
        assert downloaded(page, "png").startswith(b"\x89PNG")


def test_the_table_is_taken_away_as_csv_in_which_no_text_is_a_formula(browser: Browser, tmp_path: Path) -> None:
    out = explore(hostile_store("=HYPERLINK(1)"), tmp_path / "page.html")
    with opened(browser, out, fragment="#?view=table") as page:
        rows = list(csv.reader(io.StringIO(downloaded(page, "csv").decode("utf-8-sig"))))
        assert rows[0][:3] == ["Post", "How", "What"]
        assert len(rows) - 1 == page.locator("#table-rows tbody tr").count()
        assert any("=HYPERLINK(1)" in cell for row in rows for cell in row)
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_link_is_the_address_of_what_is_shown(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#C901") as page:
        page.locator("#save-link").click()
        assert page.locator("#address").input_value().endswith("#C901")


# --- for everybody


def test_the_keyboard_is_enough(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator(".card", has_text="EX/ONE").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".card:focus strong")).to_contain_text("Post")
        page.keyboard.press("Enter")
        expect(page.locator("#panel .over")).to_contain_text("Post")
        assert page.evaluate("document.activeElement.classList.contains('card')")
        page.locator("#tab-network").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#tab-matrix")).to_be_focused()
        expect(page.locator("#matrix")).to_be_visible()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend(browser: Browser, page_file: Path, view: str, scheme: str) -> None:
    with opened(browser, page_file, fragment=f"#C901?view={view}", color_scheme=scheme) as page:
        page.locator("#facet-subject").click()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_nothing_is_cut_off_on_a_phone_and_in_the_dark(
    browser: Browser, page_file: Path, width: int, scheme: str, view: str
) -> None:
    viewport = {"width": width, "height": 800}
    with opened(browser, page_file, fragment=f"#?view={view}", viewport=viewport, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_an_old_browser_is_told_what_the_page_needs(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(page_file.as_uri())
    expect(page.locator("#broken")).to_contain_text("It needs a browser of 2023 or newer")
    page.close()


# --- hostile text


def test_hostile_text_is_shown_and_does_nothing(browser: Browser, tmp_path: Path) -> None:
    out = explore(hostile_store(), tmp_path / "page.html")
    with opened(browser, out) as page:
        for index in range(page.locator(".card").count()):
            page.keyboard.press("Escape")
            page.locator(".card").nth(index).click()
            expect(page.locator("#panel")).to_contain_text("<img src=x onerror=alert(2)>")
        page.fill("#search", "</script>")
        for view in VIEWS:
            page.locator(f"#tab-{view}").click()
            downloaded(page, "svg")
            downloaded(page, "png")
        for facet in page.locator(".facet summary").all():
            facet.click()
            page.keyboard.press("Escape")
        page.wait_for_timeout(100)
        assert page.evaluate("window.hacked") is None
        assert page.locator("img, iframe, object, embed").count() == 0
        assert all(re.match(r"https?://(normlex\.ilo\.org|metadata\.un\.org)/", link) for link in links(page))
        assert page.locator("script").count() == 3
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0007]", page.content())


def links(page: Page) -> list[str]:
    return [link.get_attribute("href") or "" for link in page.locator("a").all()]
