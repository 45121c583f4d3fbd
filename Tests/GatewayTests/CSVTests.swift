import Community
import Gateway
import Testing

@Suite struct CSVTests {
    private func read(_ text: String) throws -> ReadingBatch {
        try ReadingParser.csv(Array(text.utf8), now: Lines.now)
    }

    private func rows(_ text: String) throws -> [String] { Lines.rows(try read(text)) }

    private func problem(_ bytes: [UInt8]) -> ReadingFileProblem? {
        do throws(ReadingFileProblem) {
            _ = try ReadingParser.csv(bytes, now: 0)
            return nil
        } catch {
            return error
        }
    }

    private func problem(_ text: String) -> ReadingFileProblem? { problem(Array(text.utf8)) }

    @Test(arguments: [
        "device,property,at,value\nd,p,5,21.5\n", "\u{FEFF}Device, PROPERTY ,at,value\r\nd,p,5,21.5",
        "设备编号,属性,时间,数值\nd,p,1970-01-01T00:00:00.005Z,21.50\n",
        "value,remark,at,device,,property\n 21.5 ,x,5, d ,, p \n",
        "\r\n数值,at,属性,device\r\r+2.15E1,5,p,d\r",
        "\"device\",\"property\",\"at\",\"value\"\n\"d\",\"p\",\"5\",\"21.5\"\n",
        "device,property,at,value\nd,p,5,21.5,,\n",
    ])
    func manyWaysToWriteOne(_ text: String) throws {
        #expect(try rows(text).map { $0.drop { $0 != " " } } == [" d p 5 21.5"])
        #expect(try read(text).malformed.isEmpty)
    }

    @Test func valuesAndMoments() throws {
        let text = """
            device,property,at,value
            d,p,2026-03-01 09:30,-0.5
            d,p,,true
            d,p, ,FALSE
            1001,p,1,是
            d,p,1,否
            d,p,1,运行
            d,p,1,"a, ""b""
            c"
            d,p,1,1e3
            d,p,1,5.
            d,p,1,.5
            d,p,1,0x10
            d,p,1,nan
            """
        #expect(
            try rows(text) == [
                "2 d p 1772328600000 -0.5", "3 d p now true", "4 d p now false", "5 1001 p 1 true", "6 d p 1 false",
                "7 d p 1 “运行”", "8 d p 1 “a, \"b\"\nc”", "10 d p 1 1000.0", "11 d p 1 5.0", "12 d p 1 0.5",
                "13 d p 1 “0x10”", "14 d p 1 “nan”",
            ])
    }

    @Test func badRows() throws {
        let long = String(repeating: "n", count: 101)
        let text = """
            device,property,at,value
            d,p,1,

            ,p,1,1
            d,,1,1
            d,p,yesterday,1
            d,p,1.5,1
            d,p,+5,1
            d,p,99999999999999999999,1
            d,p,253402300800000,1
            d,p
            d
            d,p,1,1,5
            d,p,1,1e999
            \(long),p,1,1
            d,\(long),1,1
            d,p,1,1
            """
        let batch = try read(text)
        #expect(Lines.rows(batch) == ["17 d p 1 1.0"])
        #expect(batch.malformed.map(\.line) == [2] + Array(4...16))
        #expect(batch.malformed.first?.text == "d,p,1,")
        #expect(batch.malformed[10].text == "d,p,1,1,5")
        #expect(batch.sources.count == 1)
    }

    @Test func malformedRowsAreCut() throws {
        let batch = try read("device,property,at,value\n,p,1," + String(repeating: "温", count: 1000))
        #expect(batch.malformed.map(\.text) == [",p,1," + String(repeating: "温", count: 331)])
    }

    @Test func chineseOfExcel() throws {
        // 设备编号,属性,时间,数值 / T-01,温度,,是 / T-02,状态,5,运行 in GB 18030.
        let bytes: [UInt8] =
            [
                0xC9, 0xE8, 0xB1, 0xB8, 0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xCA, 0xF4, 0xD0, 0xD4, 0x2C, 0xCA, 0xB1, 0xBC,
                0xE4, 0x2C, 0xCA, 0xFD, 0xD6, 0xB5, 0x0D, 0x0A,
            ] + Array("T-01,".utf8) + [0xCE, 0xC2, 0xB6, 0xC8, 0x2C, 0x2C, 0xCA, 0xC7, 0x0D, 0x0A]
            + Array("T-02,".utf8) + [0xD7, 0xB4, 0xCC, 0xAC, 0x2C, 0x35, 0x2C, 0xD4, 0xCB, 0xD0, 0xD0]
        let batch = try ReadingParser.csv(bytes, now: Lines.now)
        #expect(Lines.rows(batch) == ["2 T-01 温度 now true", "3 T-02 状态 5 “运行”"])
        #expect(batch.malformed.isEmpty)
    }

    @Test func missingColumns() {
        #expect(
            problem("device,value\nd,1\n")
                == ReadingFileProblem(
                    reasonZH: "第 1 行的表头缺少列“属性”（property）、“时间”（at）：表头请写作 设备编号,属性,时间,数值 或 "
                        + "device,property,at,value",
                    reasonEN: "line 1: the header lacks property, at; write it as device,property,at,value or "
                        + "设备编号,属性,时间,数值"))
        #expect(
            problem("\n\nd,p,1,1\n")?.reasonEN.hasPrefix("line 3: the header lacks device, property, at, v") == true)
        #expect(problem("device;property;at;value\n")?.reasonZH.contains("缺少列“设备编号”") == true)
    }

    @Test func columnsTwice() {
        #expect(
            problem("device,property,at,value,数值\n")
                == ReadingFileProblem(
                    reasonZH: "第 1 行的表头中列“数值”（value）不止一个：请只保留一个",
                    reasonEN: "line 1: the header has the column “value” more than once; keep one of them"))
    }

    @Test func emptyFiles() {
        for text in ["", "\n\r\n", "\u{FEFF}"] {
            #expect(problem(text)?.reasonEN.hasPrefix("the file is empty; line 1 must be the header dev") == true)
            #expect(problem(text)?.reasonZH.hasPrefix("文件是空的：第 1 行应是表头 设备编号,") == true)
        }
    }

    /// A file that cannot be read to its end is not taken by half.
    @Test func brokenFiles() {
        let start = "device,property,at,value\nd,p,1,1\n"
        #expect(problem(start + "d,p,1,\"x\n")?.reasonEN.hasPrefix("line 3: ") == true)
        #expect(problem(start + "d,p,1,x\"\n")?.reasonZH.hasPrefix("第 3 行:") == true)
        #expect(problem(Array((start + "d,p,1,\0\n").utf8)) != nil)
        #expect(problem(Array(start.utf8) + [0xFF, 0xFF]) != nil)
        #expect(problem(start) == nil)
    }
}
