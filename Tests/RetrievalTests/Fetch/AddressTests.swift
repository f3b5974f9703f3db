import HTTPTransport
import Testing

@testable import Retrieval

@Suite("Which addresses are of the public Internet")
struct AddressTests {
    @Test(
        "special blocks are not, at both ends",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200",
            "100.127.255.255", "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.0.0", "169.254.169.254",
            "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
            "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.9",
            "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
            "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
            "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
            "2001:0:7f00:1::", "2002:7f00:1::1", "2002:a9fe:a9fe::", "2002:c0a8:1::", "3fff::1", "fc00::1",
            "fd00:ec2::254", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "5f00::1",
            "2600::5efe:a00:1", "2600::200:5efe:7f00:1",
        ])
    func refused(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic == false)
    }

    @Test(
        "the neighbours of those blocks are",
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
            "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
            "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
            "2600::1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
            "2600::5efe:808:808",
        ])
    func taken(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test("addresses are read and written", arguments: ["192.0.2.1", "2001:db8::1", "::1", "::ffff:10.0.0.1"])
    func notation(_ text: String) {
        #expect(IPAddress(text)?.description == text)
        #expect(IPAddress("[\(text)]") == (text.contains(":") ? IPAddress(text) : nil))
    }

    @Test("what is no address", arguments: ["", "1.2.3", "1.2.3.4.5", "0x7f.1", "fe80::1%eth0", "example.org", "[::1"])
    func noAddress(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(
        "hosts are refused however the address is spelled",
        arguments: [
            "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
            "http://0x7f.0.0.1/", "http://%31%32%37.0.0.1/", "http://127.0.0.1./", "http://user@127.0.0.1/",
            "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[0:0:0:0:0:ffff:7f00:1]/", "http://0/",
            "http://[fe80::1%25eth0]/", "http://169.254.169.254/latest/meta-data/", "http://①②⑦.0.0.1/",
            "http://10.1/", "http://[fd00:ec2::254]/",
        ])
    func spellings(_ text: String) async throws {
        let guarded = AddressGuard(resolver: SystemResolver())
        let error = await #expect(throws: FetchError.self) {
            _ = try await guarded.addresses(of: try self.url(text))
        }
        switch error {
        case .privateAddress, .invalidURL, .hostNotFound: break
        default: Issue.record("\(text): \(String(describing: error))")
        }
    }

    private func url(_ text: String) throws -> WebURL {
        do {
            return try WebURL(text)
        } catch {
            throw FetchError.invalidURL(text)
        }
    }

    @Test("one private address among public ones is enough to refuse")
    func mixed() async throws {
        let resolver = StubResolver(["a.test": [["93.184.216.34", "10.0.0.1"]], "b.test": [["93.184.216.34"]]])
        let guarded = AddressGuard(resolver: resolver)
        await #expect(throws: FetchError.privateAddress(host: "a.test", address: "10.0.0.1")) {
            try await guarded.addresses(of: WebURL("http://a.test/"))
        }
        #expect(try await guarded.addresses(of: WebURL("http://b.test/")).map(\.description) == ["93.184.216.34"])
        let open = AddressGuard(resolver: resolver, allowsPrivate: true)
        #expect(try await open.addresses(of: WebURL("http://a.test/")).count == 2)
    }

    @Test("the system's resolver finds this machine, and says what it does not find")
    func system() async throws {
        #expect(try await SystemResolver().addresses(of: "localhost").allSatisfy { !$0.isPublic })
        let error = await #expect(throws: FetchError.self) {
            try await SystemResolver().addresses(of: "no-such-name.invalid")
        }
        guard case .hostNotFound("no-such-name.invalid", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a cancelled look-up ends with the task")
    func cancelled() async {
        let task = Task { try await SystemResolver().addresses(of: "no-such-name.invalid") }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
    }
}
