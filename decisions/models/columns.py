"""What the columns of several tables share: lengths, codes, digests."""

import hashlib
import secrets

KEY_LENGTH = 64  # characters
TITLE_LENGTH = 200  # characters
NAME_LENGTH = 100  # characters
CODE_LENGTH = 32  # characters; what `new_code` makes has 22
DIGEST_LENGTH = 64  # characters: SHA-256 in hexadecimal digits


def new_code() -> str:
    """Return 128 random bits, never with a sign first that a command line would take for an option."""
    while (code := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return code


def digest_of(secret: str) -> str:
    """Return what is stored of a secret; it is random, so it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
