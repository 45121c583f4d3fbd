import CCurl
import Glibc

/// An IP address, and whether it leads out into the world.
struct NetworkAddress: Hashable {
    /// 4 or 16, in network order.
    let bytes: [UInt8]

    /// Nil for what is neither IPv4 nor IPv6.
    init?(_ address: UnsafePointer<sockaddr>, family: Int32) {
        switch family {
        case AF_INET:
            bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
    }

    init?(_ text: String) {
        var (four, six) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    /// Neither of this machine, of a private network, of a cloud's own services, nor of anything with another purpose
    /// than to be reached from anywhere (the IANA registries of special-purpose addresses).
    var isPublic: Bool {
        if bytes.count == 4 { return !NetworkAddress.special4.contains { $0.holds(bytes) } }
        // IPv4 within IPv6: mapped, and translated on the way (NAT64).
        for prefix in NetworkAddress.embedding where prefix.holds(bytes) {
            return !NetworkAddress.special4.contains { $0.holds(Array(bytes[12...])) }
        }
        return NetworkAddress.global6.holds(bytes) && !NetworkAddress.special6.contains { $0.holds(bytes) }
    }

    private struct Network {
        let first: [UInt8]
        let bits: Int

        init(_ text: String, _ bits: Int) {
            first = NetworkAddress(text)?.bytes ?? []
            self.bits = bits
        }

        func holds(_ bytes: [UInt8]) -> Bool {
            guard bytes.count == first.count else { return false }
            return (0..<bits).allSatisfy { bit in (bytes[bit / 8] ^ first[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0 }
        }
    }

    private static let special4 = [
        Network("0.0.0.0", 8), Network("10.0.0.0", 8), Network("100.64.0.0", 10), Network("127.0.0.0", 8),
        Network("169.254.0.0", 16), Network("172.16.0.0", 12), Network("192.0.0.0", 24), Network("192.0.2.0", 24),
        Network("192.88.99.0", 24), Network("192.168.0.0", 16), Network("198.18.0.0", 15), Network("198.51.100.0", 24),
        Network("203.0.113.0", 24), Network("224.0.0.0", 3),
    ]
    private static let embedding = [Network("::ffff:0:0", 96), Network("64:ff9b::", 96)]
    /// What is given out as unicast addresses so far.
    private static let global6 = Network("2000::", 3)
    /// Protocols' own (Teredo among them), examples, 6to4.
    private static let special6 = [
        Network("2001::", 23), Network("2001:db8::", 32), Network("2002::", 16), Network("3fff::", 20),
    ]
}
