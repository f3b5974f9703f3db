import Foundation
import Foundations
import Glibc

/// Offers one session to the client at the other end of two pipes, a message a line: the protocol's transport by standard
/// input and output.
package struct MCPLines: Sendable {
    private let registry: SessionRegistry
    private let session: String
    private let input: Int32
    private let output: Int32
    private let maximumLine: Int

    /// - Parameters:
    ///   - registry: has the session
    ///   - session: its name
    ///   - input: descriptor to read from
    ///   - output: descriptor to write to
    ///   - maximumLine: largest message, in bytes; a longer one is thrown away
    package init(
        _ registry: SessionRegistry, session: String, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO,
        maximumLine: Int = 1 << 20
    ) {
        self.registry = registry
        self.session = session
        self.input = input
        self.output = output
        self.maximumLine = maximumLine
    }

    /// Answers until the input ends, the client takes no more, or the task is cancelled.
    package func run() async {
        var peer = MCPPeer(registry: registry, session: session)
        var line: [UInt8] = []
        var isTooLong = false
        while let piece = await readPiece() {
            for byte in piece {
                guard byte == 0x0A else {
                    if line.count < maximumLine { line.append(byte) } else { isTooLong = true }
                    continue
                }
                let answer = isTooLong ? await oversized() : await answer(to: line, &peer)
                (line, isTooLong) = ([], false)
                if let answer, !write(answer.text) { return }
            }
        }
    }

    private func answer(to line: [UInt8], _ peer: inout MCPPeer) async -> JSONValue? {
        line.allSatisfy { $0 <= 0x20 } ? nil : await peer.answer(to: line)
    }

    private func oversized() async -> JSONValue {
        await registry.noteOversized(in: session)
        return RPCFault(.invalidRequest, "the message is over \(maximumLine) bytes").answer()
    }

    /// What has come; nil at the end. Waits in pieces, on a thread of its own, so that a cancelled task ends.
    private func readPiece() async -> [UInt8]? {
        while !Task.isCancelled {
            let read: Result<[UInt8]?, Waiting> = await withCheckedContinuation { continuation in
                let thread = Thread { continuation.resume(returning: Self.read(from: input)) }
                thread.start()
            }
            if case .success(let bytes) = read { return bytes }
        }
        return nil
    }

    /// Nothing has come yet.
    private struct Waiting: Error {}

    private static func read(from descriptor: Int32) -> Result<[UInt8]?, Waiting> {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = Glibc.poll(&poll, 1, 250)
        if ready == 0 || ready < 0 && errno == EINTR { return .failure(Waiting()) }
        guard ready > 0 else { return .success(nil) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        if count < 0 && errno == EINTR { return .failure(Waiting()) }
        return .success(count > 0 ? Array(bytes.prefix(count)) : nil)
    }

    /// Writes a line whole; false when nobody reads any more.
    private func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8) + [0x0A]
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            start += count
        }
        return true
    }
}
