"""The web server that stands in front of the service: Debian's nginx with ``deploy/nginx.conf``."""

from __future__ import annotations

import re
import signal
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from operation_kit import wait_for
from process_kit import free_port

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
NAME = "sdi.example.vn"


class Front:
    """A running nginx with our configuration, on ports of its own, before services on these ports.

    What the configuration looks for in ``/etc`` lies in ``place``: certificates, and snippets ``sdi-*.conf``.
    """

    def __init__(self, place: Path, ports: Sequence[int]) -> None:
        self.tls, self.plain, self.place = free_port(), free_port(), place
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
             "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", place / "privkey.pem",
             "-out", place / "fullchain.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
        text = (DEPLOY / "nginx.conf").read_text("utf-8")
        text = text.replace("/etc/ssl/sdi", str(place))
        text = re.sub(r"listen \[::\].*\n", "", text)
        text = text.replace("listen 443 ssl http2", f"listen 127.0.0.1:{self.tls} ssl http2")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.plain};")
        text = text.replace("/etc/nginx/snippets", str(place))
        servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;" for port in ports)
        text = re.sub(r"    server 127\.0\.0\.1:5000 .*\n", servers + "\n", text)
        (place / "sdi.conf").write_text(text)
        (place / "nginx.conf").write_text(
            f"daemon off; pid {place}/pid; error_log {place}/error.log;\n"
            "events { worker_connections 512; }\n"
            f"http {{ access_log {place}/access.log; client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;"
            f" fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;"
            f" include {place}/sdi.conf; }}\n"
        )
        command = ["/usr/sbin/nginx", "-p", str(place), "-c", str(place / "nginx.conf")]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert "warn" not in checked.stderr, checked.stderr
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        assert wait_for(lambda: self.status("/healthz") == 200)

    def ask(self, path: str, *, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        context = ssl.create_default_context(cafile=str(self.place / "fullchain.pem"))
        context.check_hostname = False
        asked = urllib.request.Request(
            f"https://127.0.0.1:{self.tls}{path}", data=data, headers={"Host": NAME, **headers}
        )
        try:
            with urllib.request.urlopen(asked, timeout=30, context=context) as answer:
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()

    def status(self, path: str) -> int:
        try:
            return self.ask(path)[0]
        except OSError:
            return 0

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)
