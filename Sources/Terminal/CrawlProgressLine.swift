import Reporting
import Workflows

/// Shows how a crawl comes along.
struct CrawlProgressLine {
    let progress: CrawlProgress

    /// Shows the counts until cancelled: a line that redraws on a terminal, a line every few seconds without one.
    func show() async {
        let pause: Duration = Console.isInteractive ? .milliseconds(200) : .seconds(5)
        while (try? await Task.sleep(for: pause)) != nil {
            let now = progress.now
            let text = TerminalText.fitted(
                "\(now.done) pages, \(now.failed) failed  \(TerminalText.safe(now.last))", width: 79)
            Console.raw(Console.isInteractive ? "\r\u{1B}[K\(text)" : "\(text)\n")
        }
        if Console.isInteractive { Console.raw("\r\u{1B}[K") }
    }
}
