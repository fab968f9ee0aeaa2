"""A server on loopback that speaks as S3 does, with a bucket called `news`."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

SECRET = "InventedSecretInventedSecret"  # noqa: S105 - invented, for a server on loopback
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "adakeyid",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


class Bucket:
    """A bucket, seen from the other side than ours."""

    def __init__(self, endpoint: str) -> None:
        boto3 = pytest.importorskip("boto3")
        self.endpoint = endpoint
        self._bucket: Any = boto3.resource("s3", endpoint_url=endpoint).create_bucket(
            Bucket="news", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )

    def put(self, objects: Mapping[str, str | bytes]) -> None:
        """Write objects, text in UTF-8, by their keys."""
        for key, content in objects.items():
            self._bucket.put_object(
                Key=key, Body=content.encode() if isinstance(content, str) else content
            )

    def upload(self, folder: Path, prefix: str) -> None:
        """Write the files below a folder under their relative paths."""
        files = [path for path in folder.rglob("*") if path.is_file()]
        self.put({f"{prefix}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in files})

    def contents(self, prefix: str) -> dict[str, bytes]:
        """The bytes of the objects below a prefix, by the rest of their keys."""
        found = self._bucket.objects.filter(Prefix=f"{prefix}/")
        return {each.key[len(prefix) + 1 :]: each.get()["Body"].read() for each in found}


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """The bucket, and the environment in which AWS's tools find it."""
    moto = pytest.importorskip("moto.server")
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        endpoint = "http://{}:{}".format(*server.get_host_and_port())
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        # What it holds is this process's, and would be there still.
        urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()  # noqa: S310 - ours
        yield Bucket(endpoint)
    finally:
        server.stop()
