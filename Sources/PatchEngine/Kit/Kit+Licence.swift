// SPDX-License-Identifier: Apache-2.0

extension Kit {
  /// The entries' files, and the new files that they bring, without a line that says that they are
  /// licensed like the kernel: by their paths in the kit, sorted.
  ///
  /// - Throws: if a file cannot be read.
  public func unlicensed() throws(PatchError) -> [String] {
    let sources = entries.flatMap(\.steps).compactMap { ($0 as? NewStep)?.source }
    var unlicensed: [String] = []
    for path in Set(entries.map { $0.id + "/entry" } + sources).sorted() {
      let bytes = try KitFile.read(path, in: directory) ?? []
      if !Self.isLicensed(bytes) { unlicensed.append(path) }
    }
    return unlicensed
  }

  /// Whether one of the first lines is the identifier, in a comment of any kind. Scripts have it in
  /// their second line.
  private static func isLicensed(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: SourceText.newline, maxSplits: firstLines).prefix(firstLines)
    return lines.contains {
      String(decoding: $0.prefix(200), as: UTF8.self).contains(identifier)
    }
  }

  private static let firstLines = 3
  private static let identifier = "SPDX-License-Identifier: GPL-2.0"
}
