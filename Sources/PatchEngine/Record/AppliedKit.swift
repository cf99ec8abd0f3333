// SPDX-License-Identifier: Apache-2.0

/// The kit on a tree: the tree's record, and the stored contents of the recorded files.
struct AppliedKit: Sendable {
  let tree: KernelTree
  let record: Record
  /// The indices of the record's files, by path.
  private let places: [String: Int]
  private let directories: Set<String>

  /// Reads the record; nil if the tree has none.
  ///
  /// - Throws: if the record cannot be read or is damaged.
  init?(_ tree: KernelTree) throws(PatchError) {
    guard let bytes = try tree.read(StateDirectory.record) else { return nil }
    let places = Set(try StateDirectory.files(of: tree))
    guard let record = Record(text: String(decoding: bytes, as: UTF8.self)),
      !record.files.isEmpty, record.isSealed || record.places == places
    else {
      throw PatchError(
        tree.place(StateDirectory.record), "is not a record of pvkit, or is damaged",
        cure: Self.cure)
    }
    self.tree = tree
    self.record = record
    self.places = Dictionary(
      uniqueKeysWithValues: zip(record.files.map(\.path), record.files.indices))
    directories = Set(record.directories)
  }

  private static let cure =
    "restore \(StateDirectory.name) or the whole tree from its source"

  /// The recorded file at a path; nil if the kit did not change it.
  func file(_ path: String) -> RecordedFile? { places[path].map { record.files[$0] } }

  /// Whether a path is a directory that the kit created, which is removed when it is empty.
  func isDirectory(_ path: String) -> Bool {
    directories.contains(path) && tree.hasDirectory(path)
  }

  /// The vanilla content of a file; nil if the vanilla tree does not have it.
  func original(_ path: String) throws(PatchError) -> [UInt8]? {
    guard file(path)?.isNew == false else { return nil }
    return try stored(StateDirectory.was, path, \.original)
  }

  /// The content of a file as the kit made it; nil if the kit did not change it.
  func applied(_ path: String) throws(PatchError) -> [UInt8]? {
    guard file(path) != nil else { return nil }
    return try stored(StateDirectory.applied, path, \.applied)
  }

  /// Reads a stored content. Symbolic links are not followed, because they could bring another
  /// user's file into the tree.
  private func stored(
    _ place: (Int) -> String, _ path: String, _ digest: (RecordedFile) -> Digest?
  ) throws(PatchError) -> [UInt8]? {
    guard let index = places[path] else { return nil }
    guard let bytes = try tree.read(place(index)) else {
      throw PatchError(
        tree.place(place(index)), "is missing: it holds \(path)",
        cure: Self.cure)
    }
    if let digest = digest(record.files[index]), digest != Digest(text: bytes).short {
      throw PatchError(
        tree.place(place(index)), "is damaged: it holds \(path)", cure: Self.cure)
    }
    return bytes
  }
}
