import Foundations
import Glibc

/// The folder with a run's images, each kept once under its SHA-256.
///
/// A file appears whole or not at all: it is written under another name, made durable, and then renamed. So a process that
/// is killed leaves at most files to which no response refers yet; ``sweep(keeping:)`` removes them.
///
/// ```swift
/// let shelf = ImageShelf(folder: ImageShelf.folder(of: run.id, in: "Output"))
/// let reference = try await shelf.keep(image)
/// let same = try await shelf.image(reference)
/// ```
package final class ImageShelf: Sendable {
    /// Its path.
    package let folder: String
    /// Says to other processes that this one keeps files of which the store may not know yet.
    private let hold = Locked<FolderHold?>(nil)
    private let counter = Locked(0)
    private let recent = Locked(RecentImages())
    /// Names of the files that this process kept and that nothing is known to refer to.
    private let loose = Locked<Set<String>>([])
    /// Where other machines find the images too, and this one those of others; nil for none.
    private let depot: (any ImageDepot)?
    private let name: String

    /// The shelf in a folder, which is made when the first image is kept.
    ///
    /// - Parameters:
    ///   - folder: its path
    ///   - name: its name in the depot
    ///   - depot: where other machines find its images too; nil for none
    package init(folder: String, name: String = "", depot: (any ImageDepot)? = nil) {
        self.folder = folder
        self.name = name
        self.depot = depot
    }

    /// Where a run's images are.
    package static func folder(of run: String, in output: String) -> String { "\(output)/\(run)/images" }

    /// A run's shelf.
    package static func of(run: String, in output: String, depot: (any ImageDepot)? = nil) -> ImageShelf {
        ImageShelf(folder: folder(of: run, in: output), name: run, depot: depot)
    }

    /// What the shelf of all data sets is called, as no run is.
    package static let inputs = "inputs"

    /// Where the images of all data sets are.
    package static func inputs(in output: String, depot: (any ImageDepot)? = nil) -> ImageShelf {
        ImageShelf(folder: "\(output)/\(inputs)", name: inputs, depot: depot)
    }

    /// Keeps an image; durable when it returns.
    ///
    /// - Throws: ``ShelfFault``; errors of the depot.
    package func keep(_ image: ImageFile) async throws -> ImageReference {
        let reference = ImageReference(image)
        loose.withLock { _ = $0.insert(reference.fileName) }
        try await DiskThreads.run { try self.write(image, named: reference.fileName) }
        try await depot?.keep(image, on: name)
        recent.withLock { $0.insert(image, reference) }
        return reference
    }

    /// Notes that a store refers to images from now on.
    package func refer(to references: some Sequence<ImageReference>) {
        loose.withLock { $0.subtract(references.map(\.fileName)) }
    }

    /// Whether images may have been kept, here since the shelf was made or by other machines, to which nothing refers.
    package var mayHaveLoose: Bool { depot != nil || !loose.withLock(\.isEmpty) }

    /// An image that was kept; nil for a file that is missing or is not what it was.
    package func file(_ reference: ImageReference) -> ImageFile? {
        guard let bytes = FileBytes.read("\(folder)/\(reference.fileName)", atMost: reference.bytes),
            let image = try? ImageFile(bytes, limits: ImageLimits(bytes: .max)), image.digest == reference.digest
        else { return nil }
        return image
    }

    /// An image that was kept here, or by another machine: then it stands here from now on.
    ///
    /// - Throws: ``ShelfFault`` for a file that is missing or is not what it was; errors of the depot.
    package func image(_ reference: ImageReference) async throws -> ImageFile {
        if let image = recent.withLock({ $0[reference] }) { return image }
        if let image = try await DiskThreads.run({ self.file(reference) }) { return image }
        let path = "\(folder)/\(reference.fileName)"
        guard let bytes = try await depot?.bytes(of: reference, on: name) else {
            throw has(reference) ? ShelfFault.changed(path) : ShelfFault.missing(path)
        }
        guard let image = try? ImageFile(bytes, limits: ImageLimits(bytes: .max)), image.digest == reference.digest
        else { throw ShelfFault.changed(path) }
        try await DiskThreads.run { try self.write(image, named: reference.fileName) }
        return image
    }

    /// Takes in those images that other machines kept; what is nowhere any more stays missing.
    ///
    /// - Throws: errors of the depot.
    package func fetch(_ references: some Sequence<ImageReference>) async throws {
        guard depot != nil else { return }
        for reference in references where !has(reference) {
            do {
                _ = try await image(reference)
            } catch is ShelfFault {
                continue
            }
        }
    }

    /// Whether the file of an image is here.
    package func has(_ reference: ImageReference) -> Bool { access("\(folder)/\(reference.fileName)", F_OK) == 0 }

    /// Whether it has a folder.
    package var exists: Bool { access(folder, F_OK) == 0 }

    /// Removes every file but those of the given images, unless another process keeps images here at this time.
    ///
    /// - Returns: how many files it removed
    /// - Throws: ``ShelfFault``.
    @discardableResult
    package func sweep(keeping references: some Sequence<ImageReference>) throws -> Int {
        let kept = Set(references.map(\.fileName))
        return try remove { !kept.contains($0) }
    }

    private func remove(where isGone: (String) -> Bool) throws -> Int {
        guard exists else { return 0 }
        let held = try heldFolder()
        guard held.takeAlone() else { return 0 }
        defer { held.share() }
        recent.withLock { $0 = RecentImages() }
        var removed = 0
        for name in try names() where isGone(name) {
            guard unlink("\(folder)/\(name)") == 0 || errno == ENOENT else { throw ShelfFault.failed(folder, errno) }
            removed += 1
        }
        return removed
    }

    /// Removes every image but those referred to, here and in the depot.
    ///
    /// - Parameter references: asked for once it is known what there is, and only where there is something
    /// - Throws: ``ShelfFault``; errors of the depot.
    package func sweepAll(keeping references: () async throws -> Set<ImageReference>) async throws {
        let shared = try await depot?.digests(on: name) ?? []
        guard exists || !shared.isEmpty else { return }
        let kept = try await references()
        try sweep(keeping: kept)
        try await depot?.remove(shared.subtracting(kept.map(\.digest)), from: name)
    }

    /// Removes the images that a depot has and nobody refers to, there and here, and nothing else here: another store may have
    /// its own in the same folder. What the depot lacks of those referred to, and is here, it gets. Without a depot as
    /// ``sweep(keeping:)``.
    ///
    /// - Parameter references: asked for once it is known what there is, and only where there is something
    /// - Throws: ``ShelfFault``; errors of the depot.
    package func sweepShared(keeping references: () async throws -> Set<ImageReference>) async throws {
        guard let depot else { return try await sweepAll(keeping: references) }
        let shared = try await depot.digests(on: name)
        guard exists || !shared.isEmpty else { return }
        let kept = try await references()
        let gone = shared.subtracting(kept.map(\.digest))
        try await depot.remove(gone, from: name)
        // A name that begins with a dot is of a file that was never finished.
        _ = try remove { $0.hasPrefix(".") || gone.contains(String($0.prefix { $0 != "." })) }
        for image in kept where !shared.contains(image.digest) {
            if let image = try await DiskThreads.run({ self.file(image) }) { try await depot.keep(image, on: name) }
        }
    }

    /// Names of the files in the folder.
    package func names() throws -> [String] {
        guard let listing = opendir(folder) else { throw ShelfFault.failed(folder, errno) }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private func write(_ image: ImageFile, named name: String) throws {
        try makeFolder()
        let held = try heldFolder()
        let path = "\(folder)/\(name)"
        var status = stat()
        if stat(path, &status) == 0, Int(status.st_size) == image.bytes.count { return }
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        let draft = "\(folder)/.\(name).\(getpid()).\(number)"
        do {
            try FileBytes.write(image.bytes, to: draft)
            guard rename(draft, path) == 0 else { throw ShelfFault.failed(path, errno) }
            try held.makeDurable()
        } catch {
            unlink(draft)
            throw error
        }
    }

    private func makeFolder() throws {
        guard !exists else { return }
        var path = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            path += (path.isEmpty && !part.isEmpty ? "" : "/") + part
            guard mkdir(path, 0o755) == 0 || errno == EEXIST || access(path, F_OK) == 0 else {
                throw ShelfFault.failed(path, errno)
            }
        }
    }

    private func heldFolder() throws -> FolderHold {
        try hold.withLock { hold in
            if let hold { return hold }
            let new = try FolderHold(folder)
            hold = new
            return new
        }
    }
}

/// Why an image could not be kept, or found again.
package enum ShelfFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such file.
    case missing(String)
    /// The file is not what it was when it was kept.
    case changed(String)
    /// The system could not do it; its error number.
    case failed(String, Int32)

    /// The fault, the place and the remedy.
    package var description: String {
        switch self {
        case .missing(let path): "the image \(path) is missing; the run's folder was cleared or moved"
        case .changed(let path): "the image \(path) is not the one that was kept; restore the file"
        case .failed(let path, let number):
            "\(path) can't be used: \(String(cString: strerror(number))); check the disk and the permissions"
        }
    }
}
