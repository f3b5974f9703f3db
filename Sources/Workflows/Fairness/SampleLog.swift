import Foundation
import Foundations
import Pipeline
import Records
import Reporting

/// The samples of a fairness check, a line each time that one comes further; the last line of a sample counts.
final class SampleLog: FairnessLedger {
    private let handle: FileHandle
    private let state: Locked<[FairnessSample.Key: FairnessSample]>

    /// Reads a log, or begins one. A line that was cut by a crash is left out.
    init(path: String) throws {
        let text = FileManager.default.contents(atPath: path) ?? Data()
        var samples: [FairnessSample.Key: FairnessSample] = [:]
        for line in text.split(separator: 0x0A) {
            guard let sample = try? JSONDecoder().decode(FairnessSample.self, from: Data(line)) else { continue }
            samples[sample.key] = sample
        }
        state = Locked(samples)
        if !FileManager.default.fileExists(atPath: path) { try OutputFile.write([], to: path) }
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        if let last = text.last, last != 0x0A { try handle.write(contentsOf: Data([0x0A])) }
    }

    /// The samples as far as they have come.
    func samples() -> [FairnessSample] { state.withLock { Array($0.values) } }

    /// Adds a line; durable when it returns.
    func keep(_ sample: FairnessSample) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let line = try encoder.encode(sample) + Data([0x0A])
        try state.withLock { samples in
            try handle.write(contentsOf: line)
            try handle.synchronize()
            samples[sample.key] = sample
        }
    }
}
