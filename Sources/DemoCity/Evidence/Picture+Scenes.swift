import Commons
import Rulebook

extension Picture {
    /// The plan of an estate: streets, buildings, green, water, and perhaps dots where cameras or the like stand.
    static func sitePlan(buildings: Int, dots: Int, _ dice: inout Dice) -> Picture {
        var picture = Picture(width: 480, height: 340, 0xF6F4EE)
        let (road, lawn, pond) = (picture.colour(0xD9D4C7), picture.colour(0xCFE3C0), picture.colour(0xB9D9E8))
        let (wall, roof, ink) = (picture.colour(0x6B7280), picture.colour(0xE3C9A8), picture.colour(0x374151))
        let (red, faint) = (picture.colour(0xC0392B), picture.colour(0xE9C7C2))
        picture.frame(10, 10, 460, 320, ink)
        picture.frame(12, 12, 456, 316, ink)
        picture.fill(13, 150, 454, 22, road)
        picture.fill(226, 13, 20, 314, road)
        picture.fill(30, 180, 80, 120, lawn)
        picture.disc(70, 240, 26, pond)
        picture.disc(92, 256, 18, pond)
        let columns = 4
        for index in 0..<min(buildings, 20) {
            let (column, row) = (index % columns, index / columns)
            let left = (column < 2 ? 128 + column * 50 : 260 + (column - 2) * 100) + dice.below(8)
            let top = 26 + row * 60 + (row > 1 ? 30 : 0) + dice.below(6)
            let width = column < 2 ? 40 : 78
            guard top + 24 < 322 else { continue }
            picture.fill(left, top, width, 24, roof)
            picture.frame(left, top, width, 24, wall)
            picture.fill(left + width / 2 - 3, top + 20, 6, 4, wall)
            picture.text(String(index + 1), left + 4, top + 5, scale: 2, ink)
        }
        for _ in 0..<dots {
            let (x, y) = (dice.within(24...456), dice.within(24...316))
            picture.line(x, y, x + dice.within(-14...14), y + dice.within(8...16), faint)
            picture.disc(x, y, 4, red)
        }
        // Scale and north.
        picture.fill(390, 312, 60, 3, ink)
        picture.text("50", 412, 300, scale: 2, ink)
        picture.line(446, 40, 452, 22, ink)
        picture.line(452, 22, 458, 40, ink)
        return picture
    }

    /// A photograph of the gate, as far as a few colours go: sky, trees, a barrier, perhaps a car.
    static func gate(on day: Day, _ dice: inout Dice) -> Picture {
        var picture = Picture(width: 480, height: 320, 0x9A9A96)
        let dusk = dice.below(40)
        for row in 0..<24 {
            let tone = 120 + dusk + row * 3
            picture.fill(0, row * 7, 480, 7, picture.colour((tone - 40) << 16 | tone << 8 | min(tone + 50, 255)))
        }
        let (far, wall, pillar) = (picture.colour(0x7D8B8F), picture.colour(0xC9B79C), picture.colour(0xA9987C))
        for index in 0..<6 {
            let height = dice.within(50...110)
            picture.fill(index * 86 - 10, 168 - height, 58, height, far)
            let pane = picture.colour(0xA9B7BC)
            for floor in 0..<(height / 14) {
                for column in 0..<4 {
                    picture.fill(index * 86 - 4 + column * 13, 172 - height + floor * 14, 8, 7, pane)
                }
            }
        }
        let (leaf, trunk) = (picture.colour(0x5E7F4E), picture.colour(0x5A4634))
        for _ in 0..<7 {
            let (x, y) = (dice.within(0...480), dice.within(138...156))
            picture.fill(x - 2, y, 5, 40, trunk)
            picture.disc(x, y, dice.within(14...24), leaf)
        }
        picture.fill(0, 176, 150, 60, wall)
        picture.fill(350, 176, 130, 60, wall)
        picture.fill(140, 150, 22, 90, pillar)
        picture.fill(340, 150, 22, 90, pillar)
        picture.fill(130, 142, 242, 12, pillar)
        let (white, red, dark) = (picture.colour(0xF4F4F4), picture.colour(0xC23B2E), picture.colour(0x2F3437))
        picture.fill(246, 250, 6, 70, white)
        picture.fill(166, 196, 18, 42, dark)
        if dice.chance(60) {
            for step in 0..<8 { picture.fill(184 + step * 18, 206, 18, 5, step % 2 == 0 ? red : white) }
        } else {
            for step in 0..<8 { picture.fill(182, 196 - step * 12, 5, 12, step % 2 == 0 ? red : white) }
        }
        let paint = picture.colour([0x2C4A6E, 0xE8E6E1, 0x7A2E2E, 0x4B4F52][dice.below(4)])
        let left = dice.within(210...270)
        picture.fill(left, 236, 84, 26, paint)
        picture.fill(left + 14, 218, 56, 20, paint)
        picture.fill(left + 19, 222, 46, 13, dark)
        for wheel in [left + 16, left + 68] { picture.disc(wheel, 264, 9, dark) }
        picture.fill(left + 30, 250, 24, 7, picture.colour(0x2F6DB5))
        let stamp = picture.colour(0xF2C230)
        picture.text(
            "\(day) \(dice.within(10...16)):\(dice.within(10...59)):\(dice.within(10...59))", 268, 302, scale: 2, stamp)
        return picture
    }

    /// A screen full of charts.
    static func dashboard(on day: Day, _ dice: inout Dice) -> Picture {
        var picture = Picture(width: 560, height: 320, 0x0F2438)
        let (panel, edge, bar) = (picture.colour(0x16324C), picture.colour(0x2B5F8A), picture.colour(0x39A0D8))
        let (line, text, warm) = (picture.colour(0x52D6B4), picture.colour(0xDCEBF5), picture.colour(0xE8A33D))
        picture.text("\(day) 09:\(dice.within(10...59))", 420, 8, scale: 2, text)
        for (index, left) in [10, 196, 382].enumerated() {
            picture.fill(left, 26, 168, 54, panel)
            picture.frame(left, 26, 168, 54, edge)
            let value = index == 0 ? "\(dice.within(95...99)).\(dice.below(10))%" : String(dice.within(120...4_800))
            picture.text(value, left + 16, 40, scale: 5, index == 2 ? warm : text)
        }
        picture.fill(10, 92, 262, 216, panel)
        picture.frame(10, 92, 262, 216, edge)
        for index in 0..<12 {
            let height = dice.within(40...170)
            picture.fill(26 + index * 20, 296 - height, 12, height, index == 11 ? warm : bar)
        }
        picture.fill(284, 92, 266, 216, panel)
        picture.frame(284, 92, 266, 216, edge)
        for row in 1..<5 { picture.fill(294, 92 + row * 43, 246, 1, edge) }
        for (colour, base) in [(line, 150), (warm, 230)] {
            var y = base
            for step in 0..<12 {
                let next = min(max(y + dice.within(-24...24), 110), 292)
                picture.line(296 + step * 20, y, 316 + step * 20, next, colour)
                y = next
            }
        }
        return picture
    }

    /// Three pages of a telephone side by side.
    static func phone(_ dice: inout Dice) -> Picture {
        var picture = Picture(width: 480, height: 330, 0xECEFF1)
        let (body, screen, ink) = (picture.colour(0x263238), picture.colour(0xFFFFFF), picture.colour(0x90A4AE))
        let tints = [0x4DB6AC, 0x64B5F6, 0xFFB74D, 0xE57373, 0x9575CD].map { picture.colour($0) }
        for index in 0..<3 {
            let left = 24 + index * 152
            picture.fill(left, 14, 128, 302, body)
            picture.fill(left + 6, 24, 116, 282, screen)
            picture.fill(left + 6, 24, 116, 34, tints[index])
            picture.text("9:\(dice.within(10...59))", left + 10, 28, scale: 1, screen)
            if index == 0 {
                for cell in 0..<9 {
                    picture.disc(left + 28 + cell % 3 * 36, 88 + cell / 3 * 46, 12, tints[dice.below(5)])
                    picture.fill(left + 16 + cell % 3 * 36, 104 + cell / 3 * 46, 24, 4, ink)
                }
            }
            for row in 0..<(index == 0 ? 2 : 6) {
                let top = (index == 0 ? 226 : 70) + row * 38
                picture.fill(left + 12, top, 26, 26, tints[dice.below(5)])
                picture.fill(left + 44, top + 4, dice.within(36...70), 5, ink)
                picture.fill(left + 44, top + 15, dice.within(24...60), 4, ink)
            }
        }
        return picture
    }
}
