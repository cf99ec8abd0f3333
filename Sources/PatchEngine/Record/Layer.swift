// SPDX-License-Identifier: Apache-2.0

/// A record and the contents beside it: what is applied (`now`), or is to be (`next`, `commit`).
struct Layer: Sendable {
  let folder: String
  let record: Record

  /// Nil when there is no such folder, or a run was killed while it wrote it.
  init?(_ folder: String) throws(PatchError) {
    guard let bytes = try KitFile.read(folder + "/record") else { return nil }
    guard let record = Record(text: String(decoding: bytes, as: UTF8.self)) else {
      throw PatchError(
        folder + "/record", "is no record of pvkit's, or is damaged",
        cure: "bring the tree back from where it came from")
    }
    self.folder = folder
    self.record = record
  }

  func file(_ path: String) -> RecordedFile? { record.files.first { $0.path == path } }

  /// What the vanilla tree has there; nil when nothing.
  func original(_ path: String) throws(PatchError) -> [UInt8]? {
    guard file(path)?.isNew == false else { return nil }
    return try stored("was", path)
  }

  /// What the kit made of it; nil when it has nothing to do with it.
  func applied(_ path: String) throws(PatchError) -> [UInt8]? {
    guard file(path) != nil else { return nil }
    return try stored("is", path)
  }

  private func stored(_ kind: String, _ path: String) throws(PatchError) -> [UInt8]? {
    guard let index = record.files.firstIndex(where: { $0.path == path }) else { return nil }
    let place = "\(folder)/\(kind)/\(index)"
    guard let bytes = try KitFile.read(place) else {
      throw PatchError(
        place, "is missing: it holds \(path)", cure: "bring the tree back from where it came from")
    }
    return bytes
  }
}
