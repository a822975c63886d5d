"""The commands. Thin: each reads its arguments, calls one function, and says in Vietnamese how it went."""

from __future__ import annotations

import sys

from sdi.cli.app import app
from sdi.errors import SdiError


def register() -> None:
    """Make all commands known to the application: they register themselves on import."""
    import sdi.cli.access
    import sdi.cli.catalogue
    import sdi.cli.data
    import sdi.cli.docs
    import sdi.cli.documents
    import sdi.cli.overlay
    import sdi.cli.project
    import sdi.cli.qgis
    import sdi.cli.rasters
    import sdi.cli.safety
    import sdi.cli.service
    import sdi.cli.slip  # noqa: F401


def main() -> None:
    """Entry of ``sdi``: every error ends with a sentence, an advice and an exit code, never with a stack trace."""
    register()
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except SdiError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sys.exit(_unexpected(error))


def _unexpected(error: Exception) -> int:
    import psycopg
    import typer

    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return 130
    # Typer has its own Click inside or the separate one, by release; every wrong usage can format itself.
    if hasattr(error, "format_message"):
        from sdi.cli.help import wrong_usage

        if type(error).__name__ != "NoArgsIsHelpError":  # the help stands there already
            _say(wrong_usage(error))
        return 2
    if isinstance(error, psycopg.errors.DiskFull):
        _say(
            f"Đĩa của máy chủ cơ sở dữ liệu đã đầy: {str(error).strip()} Dữ liệu đã công bố được giữ nguyên;"
            " giải phóng dung lượng rồi chạy lại đúng lệnh này."
        )
        return 4
    if isinstance(error, psycopg.OperationalError):
        _say(f"Mất kết nối với cơ sở dữ liệu: {str(error).strip()} Dữ liệu đã công bố được giữ nguyên; chạy lại lệnh.")
        return 3
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        _say("Tài khoản trong SDI_DATABASE_URL không phải chủ sở hữu cơ sở dữ liệu này. Dùng tài khoản đã tạo nó.")
        return 2
    from sdi.cli.log import write_fault

    _say(f"Lỗi bên trong hệ thống, xin lỗi. Dữ liệu đã công bố được giữ nguyên. Chi tiết ở {write_fault(error)}.")
    return 4


def _say(text: str) -> None:
    print(text, file=sys.stderr)
