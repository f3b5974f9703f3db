import Testing

@testable import PageExtraction

@Suite("Templates and shadow roots")
struct ShadowRootTests {
    private static let prose = (0..<6).map {
        "Sentence \($0) in the shadow goes on for a while, with a comma and an end."
    }
    .joined(separator: " ")

    private func text(_ body: String) throws -> String {
        try PageExtractor().extract(
            Array("<html><head><title>T</title></head><body><article>\(body)</article></body></html>".utf8)
        ).text
    }

    @Test(
        "the text of a declarative shadow root is read",
        arguments: [
            "<template shadowrootmode=open>", "<template shadowrootmode=\"closed\">",
            "<TEMPLATE ShadowRootMode='OPEN' shadowrootclonable>",
            "<template shadowrootdelegatesfocus\n shadowrootmode = \"open\">", "<template shadowroot=open>",
        ])
    func shown(_ tag: String) throws {
        let text = try text(
            "<my-post>\(tag)<style>p { x: y }</style><slot></slot><p>\(Self.prose)</p></template></my-post>")
        #expect(text == Self.prose)
    }

    @Test(
        "any other template stays unread, with those in it",
        arguments: [
            "<template><p>Unseen \(prose)</p></template>",
            "<template class=shadowroot><p>Unseen \(prose)</p></template>",
            "<template shadowrootmode><p>Unseen \(prose)</p></template>",
            "<template shadowrootmode=no><p>Unseen \(prose)</p></template>",
            "<template><template><p>x</p></template><p>Unseen \(prose)</p></template>",
            "<template><template shadowrootmode=open><p>x</p></template><p>Unseen \(prose)</p></template>",
        ])
    func unseen(_ template: String) throws {
        #expect(try text("<p>\(Self.prose)</p>\(template)") == Self.prose)
        #expect(
            try text("<my-post><template shadowrootmode=open>\(template)<p>\(Self.prose)</p></template></my-post>")
                == Self.prose)
    }

    @Test(
        "templates without end take no quadratic time",
        arguments: ["<template>", "<template shadowrootmode=open>", "<template><template "])
    func endless(_ tag: String) throws {
        let page = try text("<p>\(Self.prose)</p>" + String(repeating: tag, count: 100_000))
        #expect(page.hasPrefix(Self.prose))
    }
}
