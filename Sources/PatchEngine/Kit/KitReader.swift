// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  /// Reads and checks a whole kit.
  ///
  /// - Throws: if something in the kit is not as patches/README.md specifies.
  public init(directory: String) throws(PatchError) {
    self.directory = directory
    xen = try KitReader(directory).xen()
    try KitFile.checkNoLinks(below: directory)
    releases = try KitReader(directory).releases()
    entries = try SeriesReader(directory, releases, xen).entries()
  }
}

/// Reads a kit without its entries.
struct KitReader {
  private let directory: String

  init(_ directory: String) { self.directory = directory }

  /// Reads the file `kit`, which states the release of Xen.
  func xen() throws(PatchError) -> XenRelease {
    guard let bytes = try KitFile.read("kit", in: directory) else {
      throw PatchError(
        directory, "is not a kit: it has no file \"kit\"", cure: "name a kit's directory with --kit"
      )
    }
    let file = directory + "/kit"
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

  /// Reads the directory `releases`; sorted by number.
  func releases() throws(PatchError) -> [KnownRelease] {
    let place = directory + "/releases"
    var releases: [KnownRelease] = []
    let names = try KitFile.kitNames(place) ?? []
    for name in names where !Self.isRecord(name) {
      guard let bytes = try KitFile.read("releases/" + name, in: directory) else { continue }
      let release = try KnownRelease(bytes, release: name, file: place + "/" + name)
      try checkConfigurations(release, "\(place)/\(name)")
      releases.append(release)
    }
    guard !releases.isEmpty else { throw PatchError(place, "has no release") }
    try checkRecords(names.filter(Self.isRecord), of: releases)
    return releases.sorted {
      $0.release.numbers.lexicographicallyPrecedes($1.release.numbers)
    }
  }

  private func checkConfigurations(
    _ release: KnownRelease, _ file: String
  ) throws(PatchError) {
    for (architecture, name) in release.configurations {
      guard try KitFile.read(name, in: directory) == nil else { continue }
      throw PatchError(
        file, "Config \(architecture.rawValue) names \(name), which does not exist",
        cure: "write that file, or remove the line")
    }
  }

  /// Checks that each lock and each proof is for a release that the kit knows, or for a stable
  /// update of one.
  private func checkRecords(
    _ names: [String], of releases: [KnownRelease]
  ) throws(PatchError) {
    let known = Set(releases.map(\.release.numbers))
    for name in names {
      let release = Self.recordSuffixes.reduce(name) { rest, suffix in
        rest.hasSuffix(suffix) ? String(rest.dropLast(suffix.count)) : rest
      }
      guard let numbers = KernelRelease.numbers(release) else {
        throw PatchError(
          "\(directory)/releases/\(name)", "is not named after a release such as 2.6.18")
      }
      if known.contains(numbers) || known.contains(Array(numbers.prefix(3))) { continue }
      let base = numbers.prefix(3).map(String.init).joined(separator: ".")
      let left = names.filter { $0.hasPrefix(base + ".") }.map { "releases/\($0)" }
      throw PatchError(
        "\(directory)/releases/\(base)",
        "is missing, but \(left.joined(separator: " and ")) \(left.count == 1 ? "exists" : "exist")",
        cure: "restore it, or remove \(left.count == 1 ? "that" : "those") too")
    }
  }

  private static let recordSuffixes = [Kit.lockSuffix, Kit.proofSuffix]

  private static func isRecord(_ name: String) -> Bool {
    recordSuffixes.contains(where: name.hasSuffix)
  }
}
