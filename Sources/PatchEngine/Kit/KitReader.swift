// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  /// Reads and judges the whole kit.
  ///
  /// - Throws: when anything in it is not as patches/README.md says.
  public init(folder: String) throws(PatchError) {
    self.folder = folder
    xen = try KitReader(folder).xen()
    releases = try KitReader(folder).releases()
    entries = try SeriesReader(folder, releases, xen).entries()
  }
}

/// Reads what a kit is, but for its entries.
struct KitReader {
  private let folder: String

  init(_ folder: String) { self.folder = folder }

  /// `kit`: its header.
  func xen() throws(PatchError) -> XenRelease {
    guard let bytes = try KitFile.read("kit", in: folder) else {
      throw PatchError(
        folder, "is not a kit: it has no file \"kit\"", cure: "name a kit's directory with --kit")
    }
    let file = folder + "/kit"
    var reader = StatementReader(bytes, name: file)
    var xen: XenRelease?
    for statement in try reader.statements() {
      guard statement.words == ["Xen"], xen == nil else {
        throw PatchError("\(file):\(statement.line)", "must be one line, Xen: RELEASE")
      }
      xen = XenRelease.modelled.first { $0.description == statement.string }
      guard xen != nil else {
        throw PatchError("\(file):\(statement.line)", "Xen \(statement.string) is not modelled")
      }
    }
    guard let xen else { throw PatchError(file, "has no Xen:") }
    return xen
  }

  /// `releases/`, in the order of their numbers.
  func releases() throws(PatchError) -> [KnownRelease] {
    let place = folder + "/releases"
    var releases: [KnownRelease] = []
    // A hidden file is an editor's, or what a killed `patch lock` left, whose next run removes it.
    for name in try KitFile.names(place) ?? [] where !Self.isRecord(name) && !name.hasPrefix(".") {
      guard let bytes = try KitFile.read("releases/" + name, in: folder) else { continue }
      releases.append(try KnownRelease(bytes, release: name, file: place + "/" + name))
    }
    guard !releases.isEmpty else { throw PatchError(place, "has no release") }
    return releases.sorted {
      $0.release.numbers.lexicographicallyPrecedes($1.release.numbers)
    }
  }

  private static func isRecord(_ name: String) -> Bool {
    name.hasSuffix(".lock") || name.hasSuffix(".proof")
  }
}
