// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// The files that the user named, directly or by their directories, in that order. A file that is
/// named several times, or named and below a directory, is listed once, at the first place.
public struct ImageList: Sendable {
  /// An entry of the list.
  public enum Input: Sendable {
    /// A file that the user named: an image, or a package of images. It may be listed among the
    /// files of a directory that was named before it.
    case named(path: String, title: String)
    /// A regular file below a directory that the user named. It is skipped silently if it is not an
    /// image, unless it is named like one, or like a package (`ClaimedKind`).
    case found(path: String, title: String)
    /// The end of the files of a directory that the user named, with their number, and that of its
    /// symbolic links, which are not followed.
    case end(directory: String, title: String, files: Int, links: Int)
    /// A source tree, which is checked as a whole.
    case tree(path: String, title: String)
    /// A directory that cannot be read.
    case unreadable(ImageError, title: String)
  }

  /// The entries, in order.
  public private(set) var inputs: [Input] = []
  /// The sizes of the inputs in bytes; 0 if the size is unknown or the input is not a file.
  private var sizes: [Int] = []
  /// For each input, the number of its place: the end of the directory that contains it, or else its
  /// own; and then the ends of further directories that contain it.
  private var places: [[Int]] = []

  /// - Parameters:
  ///   - names: the paths of files and directories; `-` is standard input.
  ///   - isTree: whether a directory is a source tree.
  ///   - title: the title in reports for a name that the user gave; nil if it is the end of the path
  ///     that no other file of the list has.
  ///   - found: called for each file that is found below a directory, with the number of inputs so far.
  public init(
    _ names: [String], isTree: (String) -> Bool = { _ in false },
    title: (String) -> String? = { $0.hasPrefix("/") ? nil : $0 }, found: (Int) -> Void = { _ in }
  ) {
    let titles = NamedImage.titles(of: names.map { NamedImage($0) }, title: title)
    var known = KnownFiles(names)
    for (name, title) in zip(names, titles) {
      let path = FilePath(named: name)
      let status: Stat? = name == "-" ? nil : (try? path.statusFollowed()) ?? nil
      guard status?.type == .directory else {
        let key = known.key(of: name)
        if name != "-", known.earlier(key, than: inputs.count) != nil { continue }
        append(.named(path: name, title: title), status)
        places.append([inputs.count])
        continue
      }
      let key = known.key(ofDirectory: name)
      guard known.earlier(key + "/", than: inputs.count) == nil else { continue }
      if isTree(name) {
        append(.tree(path: name, title: title))
        places.append([inputs.count])
      } else {
        var (repeated, count): ([Int], Count) = ([], Count())
        add(
          path, at: name, title: title == "." ? "" : ImageTitles.withoutSlashes(title), key: key,
          &known, &repeated, &count, found)
        append(.end(directory: name, title: title, files: count.files, links: count.links))
        let end = inputs.count
        places += Array(repeating: [end], count: end - places.count)
        for index in repeated { places[index].append(end) }
      }
    }
  }

  /// - Parameter status: the status of a file; nil for other inputs.
  private mutating func append(_ input: Input, _ status: Stat? = nil) {
    inputs.append(input)
    sizes.append(status?.type == .regular ? Int(clamping: status?.size ?? 0) : 0)
  }

  /// The names in reports of all inputs, in order.
  public var titles: [String] { inputs.map(\.title) }

  /// A hash of the titles of all inputs, which shards of one run have in common.
  public var hash: ContentHash {
    var text: [UInt8] = []
    for input in inputs { text += Array("\(input.kind) \(input.title)\0".utf8) }
    return ContentHash(text)
  }

  /// Shard `index` of `count`, from 1, with the number of each input in the whole list. Every input
  /// is in exactly one shard.
  ///
  /// - Returns: the inputs, each with its number and those of its places: the end of the directory
  ///   that contains it, or else the input itself, and the ends of further directories; and with its
  ///   size in bytes, 0 if it is not known.
  public func shard(
    _ index: Int, of count: Int
  ) -> [(number: Int, places: [Int], input: Input, size: Int)] {
    inputs.enumerated().filter { $0.offset % count == index - 1 }.map {
      ($0.offset + 1, places[$0.offset], $0.element, sizes[$0.offset])
    }
  }

  /// What is below a directory.
  private struct Count {
    /// The number of regular files.
    var files = 0
    /// The number of symbolic links.
    var links = 0
  }

  /// Adds the files below a directory. Symbolic links are not followed.
  ///
  /// - Parameters:
  ///   - key: the directory's key.
  ///   - repeated: takes the indices of earlier inputs that are below the directory, too.
  ///   - count: incremented for each regular file and each symbolic link.
  private mutating func add(
    _ directory: FilePath, at path: String, title: String, key: String,
    _ known: inout KnownFiles, _ repeated: inout [Int], _ count: inout Count,
    _ found: (Int) -> Void
  ) {
    let names: [FilePath.Component]
    do {
      names = try directory.names() ?? []
    } catch {
      let error = ImageError(image: path, problem: error.problem, cure: "make it readable")
      append(.unreadable(error, title: title))
      return
    }
    for name in names {
      let text = name.withPlatformString { FileName.text($0) }
      let inner = directory.appending(name)
      let innerPath = KnownFiles.joined(path, text)
      let innerTitle = KnownFiles.joined(title, text)
      let innerKey = KnownFiles.joined(key, text)
      guard let status = (try? inner.status()) ?? nil else { continue }
      if status.type == .directory {
        add(
          inner, at: innerPath, title: innerTitle, key: innerKey, &known, &repeated, &count, found)
        continue
      }
      if status.type == .regular { count.files += 1 }
      if status.type == .symbolicLink { count.links += 1 }
      let isClaimed = ClaimedKind(text, among: [.kernels, .modules]) != nil
      if status.type == .regular, status.size > 0 || isClaimed {
        if let index = known.earlier(innerKey, than: inputs.count) {
          repeated.append(index)
        } else if known.isNamed(innerKey) {
          append(.named(path: innerPath, title: innerTitle), status)
        } else {
          append(.found(path: innerPath, title: innerTitle), status)
        }
        found(inputs.count)
      }
    }
  }
}

extension ImageList.Input {
  /// The name in reports.
  fileprivate var title: String {
    switch self {
    case .named(_, let title), .found(_, let title), .end(_, let title, _, _),
      .tree(_, let title), .unreadable(_, let title):
      title
    }
  }

  fileprivate var kind: String {
    switch self {
    case .named: "named"
    case .found: "found"
    case .end: "end"
    case .tree: "tree"
    case .unreadable: "unreadable"
    }
  }
}
