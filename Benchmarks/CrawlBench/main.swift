import FaultServer
import Foundation

/// The value after `name` on the command line.
func option(_ name: String) -> String? {
    let arguments = CommandLine.arguments
    guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
    return arguments[index + 1]
}

guard let pages = Int(option("--pages") ?? "1000"), pages > 0, let program = option("--sextant") else {
    print("usage: crawl-bench --sextant PATH [--pages 1000]")
    exit(2)
}
do {
    exit(try CrawlBench(program: program, site: Site(pages: pages)).run() ? 0 : 1)
} catch {
    print("crawl-bench: \(error)")
    exit(3)
}
