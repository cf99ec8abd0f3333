// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Writes a generated tree all at once: a reader finds it as before or as asked, never in between.
///
/// The tree is written beside its place and renamed or exchanged into it. A manifest in it tells
/// later runs which files are pvkit's and unedited.
public struct TreeWriter {
  let directory: String
  let force: Bool

  /// - Parameters:
  ///   - directory: created when it is not there, with those above it.
  ///   - force: overwrite edited files; files that are none of pvkit's are kept.
  public init(directory: String, force: Bool = false) {
    let trimmed = directory.reversed().drop { $0 == "/" }.reversed()
    self.directory = trimmed.isEmpty ? directory : String(trimmed)
    self.force = force
  }

  /// Throws when a file there is not pvkit's, or the system refuses; the tree is then as it was.
  public func write(_ files: [GeneratedFile]) throws(WriteError) {
    let present = try present(files)
    let foreign = try foreignEntries(present ?? [], files)
    try checkReplaceable()
    if present == nil {
      try Disk.makeParents(of: directory, in: directory.hasPrefix("/") ? "" : ".")
    }
    let fresh = "\(directory).pvkit-\(getpid())"
    try makeBeside(fresh)
    defer { Disk.removeDirectory(fresh) }
    for file in files + [Manifest(files).file] {
      try Disk.makeParents(of: file.path, in: fresh)
      try FileWriter.write(file.text, to: fresh + "/" + file.path)
    }
    guard present != nil else { return try Disk.rename(fresh, to: directory) }
    try Disk.exchange(fresh, directory)
    // `fresh` is now the tree that was there before.
    for path in foreign {
      try Disk.makeParents(of: path, in: directory)
      try Disk.rename(fresh + "/" + path, to: directory + "/" + path)
    }
  }

  /// What is there: files, and whatever lies below the folders that are pvkit's or to be; nil when
  /// there is no such directory.
  private func present(_ files: [GeneratedFile]) throws(WriteError) -> [String]? {
    guard let names = try Disk.entries(directory) else { return nil }
    let manifest = Disk.read(directory + "/" + Manifest.name).map(Manifest.init(bytes:))
    let folders = Disk.folders(of: files.map(\.path) + (manifest?.paths ?? []))
    var found: [String] = []
    var next = names
    while let path = next.popLast() {
      let below = folders.contains(path) ? try Disk.entries(directory + "/" + path) : nil
      guard let below, !Disk.isLink(directory + "/" + path) else {
        found.append(path)
        continue
      }
      next += below.map { path + "/" + $0 }
    }
    return found.sorted()
  }

  /// A shell would go on in the tree that is taken away.
  private func checkReplaceable() throws(WriteError) {
    if Disk.isSame(directory, ".") {
      throw WriteError(
        directory, "is the working directory, which is not replaced; name it from outside")
    }
  }

  private func makeBeside(_ fresh: String) throws(WriteError) {
    do throws(WriteError) {
      try Disk.makeDirectory(fresh)
    } catch {
      throw WriteError(
        directory,
        "the tree is built beside it and moved there, but in the directory above: "
          + "\(error.problem); choose a place whose parent can be written")
    }
  }

  /// What in the directory is not pvkit's: refused, or kept under `force`.
  private func foreignEntries(
    _ present: [String], _ files: [GeneratedFile]
  ) throws(WriteError) -> [String] {
    let manifest = Disk.read(directory + "/" + Manifest.name).map(Manifest.init(bytes:))
    let ours = Set(files.map(\.path) + [Manifest.name])
    var foreign: [String] = []
    for name in present where !isProduct(name, manifest) {
      let isUnedited = name == Manifest.name || manifest?.holds(name, in: directory) ?? false
      if !isUnedited && !force {
        throw WriteError(
          directory + "/" + name,
          "not written by pvkit, or edited since; choose another directory, or --force")
      }
      if !ours.contains(name) && !isUnedited { foreign.append(name) }
    }
    return foreign
  }

  /// What `make` leaves in a tree of pvkit's.
  private func isProduct(_ name: String, _ manifest: Manifest?) -> Bool {
    manifest != nil && (name.hasSuffix(".o") || name == "guest.elf")
  }
}
