#!/usr/bin/env python3
"""Listens on port 80 and says which server this is and for whom it was asked: hello.py "server 1"."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hello(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked_for = self.headers.get("X-Forwarded-For", self.client_address[0])
        page = f"Hello world from {sys.argv[1]}! You are {asked_for}.\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_request(self, *_):
        pass


ThreadingHTTPServer(("", 80), Hello).serve_forever()
