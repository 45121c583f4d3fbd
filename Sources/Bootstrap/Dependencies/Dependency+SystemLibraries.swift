import CCrypto
import CCurl
import CExpat
import CLibPQ
import CLibZip
import CQRCode
import CRabbitMQ
import CXLSXWriter
import CYAJL
import CYAML
import DatabaseSQLite
import Glibc

extension Dependency {
    /// With the versions that run now, asked of themselves: an upgrade of the operating system shows.
    static var systemLibraries: [Dependency] {
        let curl = curl_version_info(CURLVERSION_FIRST)
        return [
            library("glibc", libc, "LGPL-2.1-or-later", "https://www.gnu.org/software/libc/"),
            library("expat", text(XML_ExpatVersion()), "MIT", "https://libexpat.github.io/"),
            library("libcurl", text(curl?.pointee.version), "curl", "https://curl.se/"),
            library("libpq", numbers(Int(PQlibVersion()), 10_000), "PostgreSQL", "https://www.postgresql.org/"),
            library(
                "libqrencode", text(QRcode_APIVersionString()), "LGPL-2.1-or-later",
                "https://fukuchi.org/works/qrencode/"),
            library("librabbitmq", text(amqp_version()), "MIT", "https://github.com/alanxz/rabbitmq-c"),
            library("libxlsxwriter", text(lxw_version()), "BSD-2-Clause", "https://libxlsxwriter.github.io/"),
            library("libyaml", text(yaml_get_version_string()), "MIT", "https://pyyaml.org/wiki/LibYAML"),
            library("libzip", text(zip_libzip_version()), "BSD-3-Clause", "https://libzip.org/"),
            library("openssl", text(OpenSSL_version(OPENSSL_VERSION_STRING)), "Apache-2.0", "https://www.openssl.org/"),
            library("sqlite", sqliteVersion(), "blessing", "https://www.sqlite.org/"),
            library("swift-runtime", nil, "Apache-2.0 WITH Swift-exception", "https://www.swift.org/"),
            library("yajl", numbers(Int(yajl_version()), 100, 100), "ISC", "https://lloyd.github.io/yajl/"),
            library("zlib", text(curl?.pointee.libz_version), "Zlib", "https://zlib.net/"),
        ]
    }

    private static var libc: String? {
        var name = [CChar](repeating: 0, count: 64)
        return confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count) > 0 ? text(name) : nil
    }

    private static func library(
        _ name: String, _ version: String?, _ licence: String, _ address: String
    ) -> Dependency {
        Dependency(kind: .systemLibrary, name: name, version: version, licence: licence, address: address)
    }

    /// What begins with the first digit, as in `expat_2.5.0`.
    private static func text(_ told: UnsafePointer<CChar>?) -> String? {
        guard let told else { return nil }
        let version = String(cString: told).drop { !$0.isNumber }
        return version.isEmpty ? nil : String(version)
    }

    /// 20100 by 100 and 100 is 2.1.0.
    private static func numbers(_ number: Int, _ bases: Int...) -> String? {
        guard number > 0 else { return nil }
        var (rest, parts) = (number, [String]())
        for base in bases.reversed() {
            parts.insert(String(rest % base), at: 0)
            rest /= base
        }
        return ([String(rest)] + parts).joined(separator: ".")
    }
}
