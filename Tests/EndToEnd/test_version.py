"""What the program says that it is made of, compared with the program itself."""

import json
import pathlib
import re
import subprocess

from conftest import ROOT, binary, linli

# A module of each package: the names of its symbols begin with its length and name.
MODULES = {
    "async-http-client": "AsyncHTTPClient", "bigint": "BigInt", "grdb.swift": "GRDB", "hummingbird": "HummingbirdCore",
    "swift-algorithms": "Algorithms", "swift-argument-parser": "ArgumentParser", "swift-asn1": "SwiftASN1",
    "swift-async-algorithms": "AsyncAlgorithms", "swift-atomics": "Atomics", "swift-certificates": "X509",
    "swift-collections": "DequeModule", "swift-configuration": "Configuration", "swift-crypto": "Crypto",
    "swift-distributed-tracing": "Tracing", "swift-http-structured-headers": "StructuredFieldValues",
    "swift-http-types": "HTTPTypes", "swift-log": "Logging", "swift-metrics": "CoreMetrics", "swift-nio": "NIOCore",
    "swift-nio-extras": "NIOExtras", "swift-nio-http2": "NIOHTTP2", "swift-nio-ssl": "NIOSSL",
    "swift-nio-transport-services": "NIOTransportServices", "swift-numerics": "RealModule",
    "swift-service-context": "ServiceContextModule", "swift-service-lifecycle": "ServiceLifecycle", "swift-system": "SystemPackage",
}


def parts():
    done = linli("version", "--dependencies", "--json")
    assert done.code == 0, done
    return done.json()["dependencies"]


def test_version():
    plain, flag = linli("version"), linli("--version")
    assert plain.code == flag.code == 0 and plain.out == flag.out
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", plain.out)
    table = linli("version", "--dependencies", "--lang", "en")
    assert table.code == 0 and all(part["name"] in table.out and part["licence"] in table.out for part in parts())
    both = linli("version", "--spdx", "--json", "--lang", "en")
    assert both.code == 64 and "either" in both.err, both


def test_packages_are_those_of_the_build():
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    told = {part["name"]: part["version"] for part in parts() if part["kind"] == "swift-package"}
    assert told == {pin["identity"]: pin["state"]["version"] for pin in pins}


def test_what_is_linked_is_said():
    """Not by what Package.swift says but by what is in the binary."""
    content = binary().read_bytes()
    told = {part["name"]: part["isLinked"] for part in parts() if part["kind"] == "swift-package"}
    assert set(told) == set(MODULES)
    found = {name: f"$s{len(module)}{module}".encode() in content for name, module in MODULES.items()}
    assert told == found


def test_libraries_are_those_that_run():
    told = {part["name"]: part.get("version") for part in parts() if part["kind"] == "system-library"}
    needed = subprocess.run(["ldd", str(binary())], capture_output=True, text=True, check=True).stdout
    files = {
        "expat": "libexpat", "libcurl": "libcurl", "libpq": "libpq", "libqrencode": "libqrencode", "librabbitmq": "librabbitmq", "libxlsxwriter": "libxlsxwriter",
        "libyaml": "libyaml", "libzip": "libzip", "openssl": "libcrypto", "sqlite": "libsqlite3", "yajl": "libyajl", "zlib": "libz.",
        "glibc": "libc.so",
    }
    for name, file in files.items():
        assert file in needed, file
    assert set(told) == set(files) | {"swift-runtime"}
    openssl = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout
    assert told["openssl"] == openssl.split()[1]
    assert told["libcurl"] in subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout


def test_the_bill_of_materials_is_sound(tmp_path):
    """What SPDX 2.3 demands of a document, its packages and relationships."""
    document = linli("version", "--spdx").json()
    assert document["spdxVersion"] == "SPDX-2.3" and document["dataLicense"] == "CC0-1.0" and document["SPDXID"] == "SPDXRef-DOCUMENT"
    assert re.fullmatch(r"https://[^#\s]+", document["documentNamespace"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["creationInfo"]["created"])
    ids = [package["SPDXID"] for package in document["packages"]]
    assert len(set(ids)) == len(ids) == len(parts()) + 1
    licence = re.compile(r"[A-Za-z0-9.-]+( WITH [A-Za-z0-9.-]+)?")
    for package in document["packages"]:
        assert re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", package["SPDXID"])
        assert package["name"] and package["downloadLocation"] and package["filesAnalyzed"] is False
        assert licence.fullmatch(package["licenseDeclared"]), package
        for reference in package.get("externalRefs", []):
            assert reference["referenceType"] == "purl" and reference["referenceLocator"].startswith("pkg:swift/github.com/")
    ends = {(relation["spdxElementId"], relation["relationshipType"]) for relation in document["relationships"]}
    assert ("SPDXRef-DOCUMENT", "DESCRIBES") in ends
    assert {relation["relatedSpdxElement"] for relation in document["relationships"]} == set(ids)
    assert not any(str(pathlib.Path.home()) in json.dumps(package) for package in document["packages"])
