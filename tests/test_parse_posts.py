"""A post pasted into an article gives up its author, its date and what it names."""

import pytest

from pressmark.parse.posts import post
from pressmark_schema.segments import Post
from pressmark_schema.vocabulary import Platform


def read(text: str) -> Post:
    found = post(text)
    assert found is not None
    return found


def test_a_signed_post_with_a_german_date() -> None:
    text = (
        "Danke an @feuerwehr_lindach, ihr wart #großartig! pic.twitter.com/Ab12Cd34 "
        "— Jule F. Haberkamp (@jule_hab) 30. Mai 2018"
    )
    found = read(text)
    assert found.posted_span is not None
    assert text[found.posted_span.start : found.posted_span.end] == "30. Mai 2018"
    assert found == Post(
        platform=Platform.TWITTER,
        body="Danke an @feuerwehr_lindach, ihr wart #großartig! pic.twitter.com/Ab12Cd34",
        author_name="Jule F. Haberkamp",
        author_handle="jule_hab",
        posted_raw="30. Mai 2018",
        posted_edtf="2018-05-30",
        posted_span=found.posted_span,
        mentions=("feuerwehr_lindach",),
        hashtags=("großartig",),
        urls=("pic.twitter.com/Ab12Cd34",),
    )


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("May 2, 2020", "2020-05-02"),
        ("1er mai 2018", "2018-05-01"),
        ("6. Jänner 2021", "2021-01-06"),
        ("16 мая 2018 г.", None),
        ("31. Februar 2018", None),
    ],
)
def test_a_date_that_is_not_read_is_kept_as_printed(printed: str, edtf: str | None) -> None:
    found = read(f"Der Damm hält. — Hafenamt (@hafen_lindach) {printed}")
    assert (found.posted_raw, found.posted_edtf) == (printed, edtf)


@pytest.mark.parametrize(
    "printed",
    [
        "Sonntag, 3. Mai 2020",
        "3. Mai 2020 um 16:05",
        "3. Mai 2020, 16.05 Uhr",
        "May 3, 2020 at 4:05 PM PDT",
        "4:05 PM · May 3, 2020",
        "16:05 - 3. Mai 2020",
        "dimanche 3 mai 2020 à 16h05",
    ],
)
def test_the_moment_of_a_post_is_kept_as_printed_and_read_as_a_day(printed: str) -> None:
    text = f"Der Damm hält. — Hafenamt (@hafen_lindach) {printed}"
    found = read(text)
    assert (found.posted_raw, found.posted_edtf) == (printed, "2020-05-03")
    assert found.posted_span is not None
    assert text[found.posted_span.start : found.posted_span.end] == printed


def test_the_author_is_no_mention_of_his_own_post() -> None:
    found = read("Folgt @Hafen_Lindach und @damm! — Hafenamt (@hafen_lindach) May 2, 2020")
    assert found.mentions == ("damm",)


@pytest.mark.parametrize(
    ("handle", "platform"),
    [
        ("hafen", Platform.TWITTER),
        ("hafen.bsky.social", Platform.BLUESKY),
        ("hafen@social.example", Platform.MASTODON),
    ],
)
def test_the_handle_tells_the_platform(handle: str, platform: Platform) -> None:
    found = read(f"Der Damm hält noch. — Hafenamt (@{handle}) 3. Mai 2024")
    assert (found.platform, found.author_handle) == (platform, handle)


@pytest.mark.parametrize(
    ("opening", "closing", "when"),
    [
        ("View this post on Instagram", "A post shared by", "on May 3, 2020 at 5:12am PDT"),
        ("Sieh dir diesen Beitrag auf Instagram an", "Ein Beitrag geteilt von", "am 3. Mai 2020"),
        ("Voir cette publication sur Instagram", "Une publication partagée par", "le 3 mai 2020"),
    ],
)
def test_a_shared_picture_in_three_languages(opening: str, closing: str, when: str) -> None:
    found = read(f"{opening} Der Damm hält! {closing} Hafenamt (@hafen) {when}")
    assert (found.platform, found.body) == (Platform.INSTAGRAM, "Der Damm hält!")
    assert (found.author_name, found.author_handle) == ("Hafenamt", "hafen")
    assert found.posted_edtf == "2020-05-03"
    assert found.posted_raw == when.split(" ", 1)[1]


def test_a_facebook_post_ends_with_its_author_and_day() -> None:
    found = read("Der Damm hält! Gepostet von Hafenamt Lindach am Sonntag, 3. Mai 2020")
    assert (found.platform, found.body) == (Platform.FACEBOOK, "Der Damm hält!")
    assert (found.author_name, found.posted_edtf) == ("Hafenamt Lindach", "2020-05-03")


def test_a_tiktok_begins_with_its_author_and_ends_with_its_sound() -> None:
    found = read("@hafen.lindach Der Damm hält! #damm ♬ Originalton - Hafenamt")
    assert (found.platform, found.author_handle) == (Platform.TIKTOK, "hafen.lindach")
    assert (found.body, found.hashtags) == ("Der Damm hält! #damm", ("damm",))


@pytest.mark.parametrize("body", ["", "Der Damm hält! #damm"])
def test_a_mastodon_frame_names_its_author(body: str) -> None:
    found = read(f"Post by @hafen@social.example {body} View on Mastodon".replace("  ", " "))
    assert (found.platform, found.author_handle) == (Platform.MASTODON, "hafen@social.example")
    assert found.body == body


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://www.youtube.com/watch?v=abc123", Platform.YOUTUBE),
        ("https://youtu.be/abc123", Platform.YOUTUBE),
        ("https://t.me/hafen/12", Platform.TELEGRAM),
        ("https://x.com/hafen/status/12", Platform.TWITTER),
        ("https://bsky.app/profile/hafen/post/1", Platform.BLUESKY),
    ],
)
def test_a_bare_address_of_a_post_is_one(address: str, platform: Platform) -> None:
    assert read(address) == Post(platform=platform, body="", urls=(address,))


def test_words_that_end_in_a_posts_short_address_are_one() -> None:
    found = read("Der Damm hält! pic.twitter.com/Ab12Cd34")
    assert (found.platform, found.author_name) == (Platform.TWITTER, None)
    assert (found.body, found.posted_raw) == ("Der Damm hält! pic.twitter.com/Ab12Cd34", None)


def test_a_signature_alone_is_a_post_without_words() -> None:
    found = read("— Hafenamt (@hafen_lindach) 3. Mai 2020")
    assert (found.body, found.author_name, found.posted_edtf) == ("", "Hafenamt", "2020-05-03")


@pytest.mark.parametrize(
    "text",
    [
        "Das Hafenamt (@hafen_lindach) meldete am 3. Mai 2020, dass der Damm hält und halten wird.",
        "Alles Weitere erfahren Sie dort – im Kanal des Hafenamts (@hafen_lindach)",
        "Ein Foto — von Ole Brandt (@ole), der am Damm steht, wo seit Tagen niemand mehr schläft.",
        "https://example.org/damm",
        "Ein Beitrag geteilt von vielen Leuten im Netz zeigt den Damm.",
        "Er schrieb an info@example.org und wartete.",
        "(@",
        "",
    ],
)
def test_prose_that_names_an_account_is_no_post(text: str) -> None:
    assert post(text) is None
