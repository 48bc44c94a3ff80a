"""The managers' page: what it says, that it stays offline, and that text in the data can do nothing in it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import HOSTILE, chromium, hostile_store, invented_store, opened
from playwright.sync_api import Browser, expect

from ilo_graph.errors import UnknownThing
from ilo_graph.explorer import embedded, explore


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return explore(invented_store(), tmp_path_factory.mktemp("page") / "explorer.html")


def test_one_store_gives_one_page_byte_for_byte(tmp_path: Path) -> None:
    first, second = (explore(invented_store(), tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert first == second


def test_the_page_holds_its_data_as_json_that_cannot_end_its_element(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    assert not set(found[1]) & set("<>&\u2028\u2029")
    assert json.loads(found[1])["notices"] == 2


def test_embedded_values_come_back_as_they_were() -> None:
    assert json.loads(embedded({"text": HOSTILE})) == {"text": HOSTILE}


def test_the_policy_of_the_page_forbids_everything_but_its_own_script_and_style(page_file: Path) -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page_file.read_text(encoding="utf-8"))
    assert found
    assert found[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in found[1]
    assert "http" not in found[1]


def test_an_unknown_focus_is_refused_with_near_ids(tmp_path: Path) -> None:
    with pytest.raises(UnknownThing, match="C901"):
        explore(invented_store(), tmp_path / "page.html", focus="C910")
    assert not (tmp_path / "page.html").exists()


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


def test_the_address_keeps_the_choice(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator(".card", has_text="Output 7.2").click()
        fragment = page.url.split("#")[1]
    with opened(browser, page_file, fragment=f"#{fragment}") as page:
        expect(page.locator("#panel h2")).to_have_text("Output 7.2")
        page.locator("#panel .go").first.click()
        page.go_back()
        expect(page.locator("#panel h2")).to_have_text("Output 7.2")


@pytest.mark.parametrize("fragment", ["#nothing", "#%E0%A4%A", "#<img src=x onerror=alert(1)>"])
def test_an_address_that_names_nothing_shows_everything(browser: Browser, page_file: Path, fragment: str) -> None:
    with opened(browser, page_file, fragment=fragment) as page:
        assert page.locator(".card.chosen").count() == 0
        expect(page.locator("#panel h2")).to_have_text("Who works on what, and what says so?")


def test_the_page_can_open_at_a_focus(browser: Browser, tmp_path: Path) -> None:
    out = explore(invented_store(), tmp_path / "page.html", focus="SDG8.7")
    with opened(browser, out) as page:
        expect(page.locator("#panel h2")).to_have_text("SDG 8.7")
        expect(page.locator("#panel .through").first).to_have_text(
            "Derived: through C901, Sample Work Convention, 1901"
        )


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


def test_words_of_the_notices_are_found_too(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.fill("#search", "travail d'essai")
        assert page.locator("#found li").all_text_contents() == ["C901Sample Work Convention, 1901"]
        page.fill("#search", "r. 902")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("R902")
        page.fill("#search", "zebra")
        expect(page.locator("#found")).to_have_text("Nothing found in 2 notices.")


def test_filters_hide_links_and_cards_but_never_the_chosen_one(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        assert page.locator(".card", has_text="SDG 8.10").count() == 0  # only mentioned, and mentions start hidden
        page.locator(".toggle", has_text="Mentioned").click()
        assert page.locator(".card", has_text="SDG 8.10").count() == 1
        page.locator(".toggle", has_text="Recommendation").click()
        assert page.locator(".card", has_text="R902").count() == 0
        page.fill("#search", "R902")
        page.keyboard.press("Enter")
        assert page.locator(".card.chosen", has_text="R902").count() == 1


def test_what_is_only_mentioned_shows_who_mentions_it(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#SDG8.10") as page:
        expect(page.locator("#panel .summary")).to_have_text("0 posts contribute · 1 mentions it")
        assert page.locator(".card:not(.faded)", has_text="Post 9001").count() == 1
        assert page.locator(".curves path.mentions").count() == 1


def test_the_keyboard_is_enough(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator(".card", has_text="EX/ONE").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".card:focus strong")).to_contain_text("Post")
        page.keyboard.press("Enter")
        expect(page.locator("#panel .over")).to_contain_text("Post")
        assert page.evaluate("document.activeElement.classList.contains('card')")


def test_the_table_has_the_same_facts(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#C901") as page:
        page.locator("#tab-table").click()
        rows = page.locator("#table tbody tr")
        assert [row.locator("td").first.inner_text() for row in rows.all()] == ["Stated by the post", "Works under it"]
        expect(rows.first).to_contain_text("Convention No. 901")
        expect(page.locator("#network")).to_be_hidden()


def test_a_sentence_that_is_not_in_the_graph_leaves_the_words(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#PB2090-91%2F7.2") as page:
        expect(page.locator("#panel blockquote").first).to_have_text("output 7.2")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_nothing_is_cut_off_on_a_phone_and_in_the_dark(
    browser: Browser, page_file: Path, width: int, scheme: str
) -> None:
    with opened(browser, page_file, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_hostile_text_is_shown_and_does_nothing(browser: Browser, tmp_path: Path) -> None:
    out = explore(hostile_store(), tmp_path / "page.html")
    with opened(browser, out) as page:
        for index in range(page.locator(".card").count()):
            page.keyboard.press("Escape")
            page.locator(".card").nth(index).click()
            expect(page.locator("#panel")).to_contain_text("<img src=x onerror=alert(2)>")
        page.fill("#search", "</script>")
        page.locator("#tab-table").click()
        page.wait_for_timeout(100)
        assert page.evaluate("window.hacked") is None
        assert page.locator("img, a, iframe, object, embed").count() == 0
        assert page.locator("script").count() == 2
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0007]", page.content())
