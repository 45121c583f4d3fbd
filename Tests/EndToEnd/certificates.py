"""Certificates of an authority of our own, made by the openssl command as an operator makes them."""

import subprocess


def run(*args):
    subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True)


class Authority:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.key, self.path = folder / "ca.key", folder / "ca.pem"
        run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=Linli test authority", "-keyout", self.key, "-out", self.path)

    def issue(self, name, algorithm="ec", days=30):
        """A certificate for localhost and 127.0.0.1, of the given subject, with its chain; gives both paths."""
        key, request, path = (self.folder / f"{name}.{ending}" for ending in ("key", "csr", "pem"))
        kind = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if algorithm == "ec" else ["rsa:2048"]
        run("req", "-newkey", *kind, "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        extensions = self.folder / f"{name}.ext"
        extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        run("x509", "-req", "-in", request, "-CA", self.path, "-CAkey", self.key, "-CAcreateserial", "-days", days,
            "-extfile", extensions, "-out", path)
        path.write_bytes(path.read_bytes() + self.path.read_bytes())
        return path, key
