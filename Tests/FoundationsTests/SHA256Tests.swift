import Testing

@testable import Foundations

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "the digests are those of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func standard(text: String, digest: String) {
        #expect(SHA256.hex(of: Array(text.utf8)) == digest)
    }

    @Test("in parts the digest is the same at every length, and it can be asked on the way")
    func lengths() {
        var random = SeededRandom(seed: 7)
        for length in Array(0...200) + [4095, 4096, 4097, 100_000] {
            let message = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let digest = SHA256.hex(of: message)
            var stream = SHA256.Stream()
            let cut = length == 0 ? 0 : Int.random(in: 0...length, using: &random)
            stream.add(Array(message[..<cut]))
            #expect(stream.hexadecimal == SHA256.hex(of: Array(message[..<cut])))
            stream.add(Array(message[cut...]))
            #expect(stream.hexadecimal == digest && stream.count == length, "\(length)")
        }
    }
}
