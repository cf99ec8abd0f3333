// SPDX-License-Identifier: Apache-2.0

/// The record of what is applied to a tree, and the contents beside it.
struct Layer: Sendable {
  let tree: KernelTree
  let record: Record
  /// By the paths of the record's files, where in it they are.
  private let places: [String: Int]
  private let folders: Set<String>

  /// Nil when the tree has none.
  init?(_ tree: KernelTree) throws(PatchError) {
    guard let bytes = try tree.read(StateFolder.record) else { return nil }
    let places = Set(try StateFolder.files(of: tree))
    guard let record = Record(text: String(decoding: bytes, as: UTF8.self)),
      !record.files.isEmpty, record.isSealed || record.places == places
    else {
      throw PatchError(
        tree.place(StateFolder.record), "is not a record of pvkit, or is damaged", cure: Self.cure)
    }
    self.tree = tree
    self.record = record
    self.places = Dictionary(
      uniqueKeysWithValues: zip(record.files.map(\.path), record.files.indices))
    folders = Set(record.folders)
  }

  private static let cure =
    "bring \(StateFolder.name) or the whole tree back from where it came from"

  func file(_ path: String) -> RecordedFile? { places[path].map { record.files[$0] } }

  /// Whether a path is a folder that the kit made, which goes when nothing is left in it.
  func isFolder(_ path: String) -> Bool {
    folders.contains(path) && tree.hasFolder(path)
  }

  /// What the vanilla tree has there; nil when nothing.
  func original(_ path: String) throws(PatchError) -> [UInt8]? {
    guard file(path)?.isNew == false else { return nil }
    return try stored(StateFolder.was, path, \.original)
  }

  /// What the kit made of it; nil when it has nothing to do with it.
  func applied(_ path: String) throws(PatchError) -> [UInt8]? {
    guard file(path) != nil else { return nil }
    return try stored(StateFolder.applied, path, \.applied)
  }

  /// Read without following a link, which could bring a stranger's file into the tree.
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
