import DataSets
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("data sets that come out of a pipe")
struct PipedFileTests {
    @Test("are read to their end, as often as need be", arguments: [3, 20_000])
    func pipe(count: Int) throws {
        let folder = try TemporaryFolder()
        let lines = (0..<count).map { "How do I open door number \($0)?" }
        let pipe = folder("set.txt")
        try #require(mkfifo(pipe, 0o600) == 0)
        // Opening a pipe for writing waits for its reader.
        Thread.detachNewThread {
            let writer = FileHandle(forWritingAtPath: pipe)
            try? writer?.write(contentsOf: Data(lines.joined(separator: "\n").utf8))
            try? writer?.close()
        }
        let piped = try PipedFile(folder("set.txt"))
        #expect(piped.path.hasSuffix("/set.txt") && piped.path != folder("set.txt"))
        let place = URL(fileURLWithPath: piped.path).deletingLastPathComponent().path
        let rights = try FileManager.default.attributesOfItem(atPath: place)[.posixPermissions]
        #expect(rights as? Int == 0o700)
        for _ in 0..<2 {
            let file = try DataSetFile(path: piped.path)
            var prompts: [String?] = []
            while let record = try file.next() { prompts.append(record.text("prompt")) }
            #expect(prompts == lines)
        }
        piped.remove()
        #expect(!FileManager.default.fileExists(atPath: piped.path))
    }

    @Test("a file on the disk is read where it is, and not removed")
    func file() throws {
        let folder = try TemporaryFolder()
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder("set.txt")))
        let piped = try PipedFile(folder("set.txt"))
        piped.remove()
        #expect(piped.path == folder("set.txt") && FileManager.default.fileExists(atPath: piped.path))
        #expect(try PipedFile(folder("none.txt")).path == folder("none.txt"))
    }
}
