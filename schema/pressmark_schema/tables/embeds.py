"""The embeds table: the fields of posts and players embedded in an article."""

from pydantic import Field

from pressmark_schema.columns import BlockId, EdtfText, Lang, Row
from pressmark_schema.tables.table import ForeignKey, Table
from pressmark_schema.vocabulary import Platform


class Embed(Row):
    """A post as printed; what it does not state is null."""

    block_id: BlockId = Field(description="The block of kind embed.")
    platform: Platform = Field(description="Where it was published.")
    author_name: str | None = Field(description="Author's name as printed.")
    author_handle: str | None = Field(description="Author's handle without @.")
    body: str = Field(description="The post's words without its attribution.")
    lang: Lang = Field(description="Language of the body (BCP 47).")
    posted_raw: str | None = Field(description="Date of the post as printed.")
    posted_edtf: EdtfText | None = Field(description="Date of the post (EDTF).")
    mentions: list[str] = Field(description="Handles mentioned, without @, in order.")
    hashtags: list[str] = Field(description="Hashtags, without #, in order.")
    urls: list[str] = Field(description="Addresses as printed, in order.")


EMBEDS = Table(
    name="embeds",
    row=Embed,
    summary="Posts and players embedded in the articles; one row for each block of kind embed.",
    key=("block_id",),
    order=("block_id",),
    article="left(block_id, 17)",
    foreign_keys=(ForeignKey(("block_id",), "blocks", ("block_id",)),),
)
