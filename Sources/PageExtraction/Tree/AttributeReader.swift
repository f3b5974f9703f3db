/// Takes from a start tag's attributes, as libxml2 hands them over, what extraction looks at.
struct AttributeReader {
    private let list: UnsafeMutablePointer<UnsafePointer<UInt8>?>

    init(_ list: UnsafeMutablePointer<UnsafePointer<UInt8>?>) {
        self.list = list
    }

    func read(tag: HTMLTag, into tree: inout PageTree, node: inout PageTree.Node) {
        switch tag {
        case .meta:
            readMeta(into: &tree)
            guard self["itemprop"] != nil else { return }
        case .link:
            if let rel = self["rel"], Self.equal(rel, "canonical"), tree.canonical == nil {
                tree.canonical = self["href"].map { String(cString: $0) }
            }
            return
        case .base:
            if tree.base == nil { tree.base = self["href"].map { String(cString: $0) } }
            return
        case .html:
            if let found = self["lang"] ?? self["xml:lang"], tree.language == nil {
                tree.language = String(cString: found)
            }
        default: break
        }
        var found = PageTree.Attributes()
        var any = false
        var index = 0
        while let name = list[index] {
            defer { index += 2 }
            guard let value = list[index + 1] else {
                if Self.equal(name, "hidden") { (found.isHidden, any) = (true, true) }
                continue
            }
            any = keep(name, value, in: &found, &tree) || any
        }
        guard any else { return }
        node.attributes = Int32(tree.attributes.count)
        tree.attributes.append(found)
    }

    private func keep(
        _ name: UnsafePointer<UInt8>, _ value: UnsafePointer<UInt8>, in found: inout PageTree.Attributes,
        _ tree: inout PageTree
    ) -> Bool {
        switch name[0] {
        case UInt8(ascii: "c"):
            if Self.equal(name, "class") {
                found.classes = Self.joined(found.classes, value, &tree)
                return true
            }
            guard Self.equal(name, "content") else { return false }
            found.content = Self.store(value, &tree)
        case UInt8(ascii: "i"):
            if Self.equal(name, "id") {
                found.classes = Self.joined(found.classes, value, &tree)
            } else if Self.equal(name, "itemprop") {
                found.itemprop = Self.store(value, &tree)
            } else if Self.equal(name, "itemtype") {
                found.itemtype = Self.store(value, &tree)
            } else {
                return false
            }
        case UInt8(ascii: "h"):
            if Self.equal(name, "href") {
                found.href = Self.store(value, &tree)
            } else if Self.equal(name, "hidden") {
                found.isHidden = true
            } else {
                return false
            }
        case UInt8(ascii: "r"):
            if Self.equal(name, "role") {
                found.role = Self.store(value, &tree)
            } else if Self.equal(name, "rel") {
                found.rel = Self.store(value, &tree)
            } else {
                return false
            }
        case UInt8(ascii: "s"):
            guard Self.equal(name, "style"), Self.hides(value) else { return false }
            found.isHidden = true
        case UInt8(ascii: "d"):
            if Self.equal(name, "datetime") {
                found.datetime = Self.store(value, &tree)
            } else if Self.equal(name, "data-testid") || Self.equal(name, "data-component")
                || Self.equal(name, "data-qa")
            {
                found.dataHint = Self.store(value, &tree)
            } else {
                return false
            }
        default: return false
        }
        return true
    }

    private func readMeta(into tree: inout PageTree) {
        guard let content = self["content"], tree.metas.count < 500 else { return }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            guard let name = self[key] else { continue }
            tree.metas.append(
                PageTree.Meta(name: String(cString: name).lowercased(), content: String(cString: content)))
            return
        }
    }

    private subscript(name: StaticString) -> UnsafePointer<UInt8>? {
        var index = 0
        while let found = list[index] {
            if Self.equal(found, name) { return list[index + 1] }
            index += 2
        }
        return nil
    }

    private subscript(name: String) -> UnsafePointer<UInt8>? {
        var index = 0
        while let found = list[index] {
            if name.utf8.elementsEqual(UnsafeBufferPointer(start: found, count: Self.length(found))) {
                return list[index + 1]
            }
            index += 2
        }
        return nil
    }

    private static func equal(_ name: UnsafePointer<UInt8>, _ other: StaticString) -> Bool {
        let start = other.utf8Start
        var index = 0
        while start[index] != 0 {
            guard name[index] == start[index] else { return false }
            index += 1
        }
        return name[index] == 0
    }

    private static func length(_ value: UnsafePointer<UInt8>) -> Int {
        var count = 0
        while value[count] != 0 { count += 1 }
        return count
    }

    // Longer values are addresses of data or damage, and nothing here reads that far.
    private static let longest = 4096

    private static func store(_ value: UnsafePointer<UInt8>, _ tree: inout PageTree) -> PageTree.Span {
        let start = Int32(tree.bytes.count)
        let count = min(length(value), longest)
        tree.bytes.append(contentsOf: UnsafeBufferPointer(start: value, count: count))
        return PageTree.Span(start: start, end: Int32(tree.bytes.count))
    }

    private static func joined(
        _ span: PageTree.Span, _ value: UnsafePointer<UInt8>, _ tree: inout PageTree
    ) -> PageTree.Span {
        guard !span.isEmpty else { return store(value, &tree) }
        let old = Array(tree.bytes[span.range])
        let start = Int32(tree.bytes.count)
        tree.bytes.append(contentsOf: old)
        tree.bytes.append(0x20)
        let end = store(value, &tree).end
        return PageTree.Span(start: start, end: end)
    }

    private static func hides(_ style: UnsafePointer<UInt8>) -> Bool {
        var text: [UInt8] = []
        for index in 0..<min(length(style), 300) where style[index] > 0x20 { text.append(style[index] | 0x20) }
        return String(decoding: text, as: UTF8.self).contains("display:none")
            || String(decoding: text, as: UTF8.self).contains("visibility:hidden")
    }
}
