extension Icon {
    /// The mark on a ground that covers the whole square, `image/png`, for home screens: phones cut their own shape out
    /// of it, so the mark stands within the circle in the middle of 80 % of the width.
    public static let png192 = decoded(
        """
        iVBORw0KGgoAAAANSUhEUgAAAMAAAADABAMAAACg8nE0AAAALVBMVEX49/MPXGO4iRv///++0M+EqqtJg4fo3L3YwIfIpFFkcj9LhYqHrrHD\
        1tiVn3ut3w6UAAABtUlEQVR42u2VsU7CUBSGUQFtlOFPhAVZ7gLMvoBdTBxMZHSTxdm4sREWGQmLryGjo6MbPIDvImAJLbe3hHvPWcz/bV3O\
        l69pzymVCCGEEEIIIYQQQgiRYKA8/8xMdAUj01UOMLoJo6VAMyEyK971BNO1wLzoBhjTVg5QSxhs5oslzDNPp2aLTEK5nnl8TQlkEmI8OAKM\
        GUoEAE1HgDEdAcEXgA9HgETCxXJ+KmG0IwhP6K0EeEptOdmEyno+Go6A8J33F7BJsANC1/Z5Mj9JmOYIwhJmGwFaqS0nl1DFlnl+QFhCPyVo\
        OQJCEtIBwM3UIej67rxaPyO4dAm8d94CWe5cAs+1XduZL54Q7wrwLZpQtubjSjTBDgAeBRNyAoC6M6HjdWcOSRj63BmbplhCL1+AT6GEimM+\
        GkIJroCi33nic2dsnCvvoLU9KxBEAglVFAjyz05nPB6/ed0ZWxAF74qigKUgN6Htf2dswXGgYIE9gihMUIOyIFYWlKEsuH1e0Vd8RXu+VAoo\
        oIACCiig4H8K7n8SYiXByXXCEQUUUEABBRRQQAEFFBBCCCGEEEIIIYQQkvALy9rJyPKQUkAAAAAASUVORK5CYII=
        """)
    public static let png512 = decoded(
        """
        iVBORw0KGgoAAAANSUhEUgAAAgAAAAIABAMAAAAGVsnJAAAALVBMVEX49/MPXGO4iRv///++0M+EqqtJg4fo3L3YwIfIpFFkcj9LhYqHrrHD\
        1tiVn3ut3w6UAAAE1UlEQVR42u3bsU4cVxiGYQpgbcEUv4RpDM00QJ0bYJUirbdK67kDtJ07iypltI1zGeYOTJUWqlS5l2DLdmxgYXfOQcyZ\
        8zw1zbz6ivlHy8YGAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMAy7yp//hftn3UHOG9PKh9AW/cEzm8C1DyBl+1nH+oNsPgSoD2r\
        ewBte1T5AKqdwLtvz1/pBCbt/6qcwPyHAEeVD6Bt39c9gLY9rnwAFU7g/FaA2ibwom3rnsD5nQAnlQ+gsrN4cU+Amibwsm3rnsDi3gAnlQ+g\
        nglMFksCnFRyE83bZeq4iSbtcmd1D6COCTw0gLIn0KQPoOgJNN1p35fgcUzgOvb6XUEjOYubiDhNH0C5Z/H0JsBB+gCKncBmfPap70tw+ROY\
        fgnw6AQWKwQ4LncAEW/SB1DmTXT5NcCr9AEUeRbvxjcfH/qzd2070gnMvgd43fsluOQJbEWsMoH5qgGKm8DFDwH20wdQ3AR24kdv0wdQ2s+G\
        up8C7KcPoLCbaDtilQmcrxXgqNgB3Ezgqt8VVOoEbg8g4jB9AAVNoOnuBIir9AGUM4Hru89/35eRxdoBCplAE/c57XcFlXgWT+8NsJc+gELO\
        4s2IVSbQZwBlTGC6JMDPX0Ymi14BjssdwK2PY/O2HekELpcGOOj9ElzSTbQby71JH8Dwz+LZAwFepQ9g8BPYiod8TB/A0Cdw8WCA171fgkuZ\
        wE7EKhM4Twkw6Al0jwTYTx/AoH82tB2PeZs+gCHfRN2jAfZ7vwSXcBY/PoAvE1gkBxjoBJpuhQD7V+kDGOoErmMVh5MMAQY5gSZWczUf6QSm\
        KwbYyzGBAZ7Fm7Gq0xwTeF/sAMY6gdUHMNIJXK4R4GCEE9iNdXzKMYFh3USztQJkmcCgzuKtWM+bsU3gYs0Ar0Y2gZ1Y18dxTaBbO8DrUU1g\
        O+J5JvCh2AHcnMU5JjCQm6jPACLezsdyFjddrwDjmcB1RNUTaHo+f+z/M44JTPsGiMNRTGAz+ssygffFDiBib17+WZwygIjfyp/AZVKA8iew\
        G1H3BGaJAQ7mZd9EW5Hq77bos/giOUDZE9iJdL+XPIEuQ4C9giewneH583wgfqYJdFkCbGSZwFmpA7gJkGUCz3ATNV2mAFkm8Axn8XXkClDm\
        BJrIFqDMCUwzBihxApuRMUCJE5hmDdB/An/98d1ZkQP4+m8k89JO4cvMASaFBdiNzAFK+x+qWfYAk6ICbEX2AH0n8DwBLp4gwKSgADvxBAF6\
        TuBZAnRPEuBFMQG2o/IAXeUB8g6gvABNV3mA66g7QBOVB5hWHmAzKg8wrTxA/gEUFuCy8gC7UXmAWeUBtqLyAM2/t0yrPIYyvxYLIIAAAggg\
        gAACCCCAAAIIIIAAAggggAACCCCAAAIIIIAAAggggAACCCCAAAIIIIAAAggggAACCCCAAAIIIIAAAggggACDDvDrL0vMBBBAAAEEEEAAAQQQ\
        QAABBBBAAAEEEEAAAQQQQAABBBBAAAEEEEAAAQQQQAABBBBAAAEEEEAAAQQQQAABBBBAAAEEEEAAAQQQQAABBBBAAAEEEEAAAQQQQAABBBhI\
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAg1X9LjX0QXIyw8AAAAABJRU5ErkJggg==
        """)

    /// Base64 that the program itself holds.
    private static func decoded(_ text: String) -> [UInt8] {
        var (bytes, bits, count): ([UInt8], UInt32, Int) = ([], 0, 0)
        for letter in text.utf8 {
            guard let value = value(of: letter) else { continue }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
