"""``chronicler say --test``: one line in chat, to see that the whole way works. Work: ``cli.work.saying``."""

from pathlib import Path

import click

from chronicler.cli.options import json_option, set_option, the_house, vault_option


@click.command("say", epilog="\b\nExamples:\n  chronicler say --test\n  chronicler say --test --json")
@click.option("--test", "is_test", is_flag=True, help="Say one line that is clearly a test.")
@vault_option
@set_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, *, is_test: bool, vault: Path | None, pairs: tuple[str, ...], as_json: bool
) -> None:
    """Say one test line in your chat, to see that the whole way works; exits 1 where it does not.

    Login, connection, gate, Twitch's answer, and whether chat shows the line are told one by one. While
    no bot runs, it is said off air as well, and nothing of it is kept. A running bot says it by itself,
    where its gate is open.
    """
    if not is_test:
        raise click.UsageError(
            "A test is all that can be said by command: add --test. The Hearthkeeper says the rest."
        )
    from chronicler.cli.work import saying  # noqa: PLC0415 - Twitch's library takes a second

    ctx.exit(0 if saying.try_out(the_house(vault, pairs=pairs), as_json=as_json) else 1)
