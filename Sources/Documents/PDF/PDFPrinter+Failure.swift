extension PDFPrinter {
    /// Why there is no PDF. A file that was there before is untouched.
    public enum Failure: Error, Equatable, Sendable {
        case browserMissing
        /// The last line the browser said, empty if it said nothing.
        case failed(String)
        case timedOut(seconds: Int)
        case cannotWrite(path: String)

        /// One sentence in the language of a BCP 47 tag: Chinese for `zh…`, English for all others.
        public func message(language: String) -> String {
            Phrases(language: language).isChinese ? chinese : english
        }

        private var chinese: String {
            switch self {
            case .browserMissing:
                "未找到 Chromium，无法生成 PDF。请安装：apt install chromium fonts-noto-cjk，"
                    + "或用环境变量 LINLI_CHROMIUM 指明浏览器路径。"
            case .failed(let words): "Chromium 生成 PDF 失败" + (words.isEmpty ? "。" : "：\(words)")
            case .timedOut(let seconds): "Chromium 在 \(seconds) 秒内未完成打印，已终止。"
            case .cannotWrite(let path): "无法写入 \(path)。"
            }
        }

        private var english: String {
            switch self {
            case .browserMissing:
                "No Chromium found to make the PDF. Install it: apt install chromium fonts-noto-cjk, "
                    + "or name the browser in the environment variable LINLI_CHROMIUM."
            case .failed(let words): "Chromium could not make the PDF" + (words.isEmpty ? "." : ": \(words)")
            case .timedOut(let seconds): "Chromium did not finish printing within \(seconds) seconds and was ended."
            case .cannotWrite(let path): "Cannot write \(path)."
            }
        }
    }
}

extension PDFPrinter.Failure: CustomStringConvertible {
    public var description: String { chinese + " " + english }
}
