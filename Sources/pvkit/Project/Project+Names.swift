// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage
import SystemPackage

/// Names of files: from those in a project file, which are relative to its directory, to those for the
/// system and in reports, and back to the place where the project file has them.
extension Project {
  /// The file's directory with a slash at its end; empty for the working directory, and for a file in
  /// no directory, such as a pipe.
  var directory: String {
    guard !FileName.isOpenFile(file) else { return "" }
    return file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
  }

  /// Converts a name relative to the file's directory to one relative to the working directory.
  func path(_ name: String) -> String { name.hasPrefix("/") ? name : directory + name }

  /// The error for a missing file whose name is a pattern of the project file; nil for other files.
  static func unmatched(_ path: String) -> ImageError? {
    current.withLock { project in
      guard let project, !FileName.exists(path),
        project.named.contains(where: { name, _ in
          Self.isPattern(name) && project.path(name) == path
        })
      else { return nil }
      return ImageError(
        image: path, problem: "no file matches this pattern of \(project.file)",
        cure: "correct its images, which are found from the file's own directory")
    }
  }

  /// Where the project file names an image of this run: `.pvkit.toml:3:11`; nil if the command line
  /// names the images, or it is another file, such as one in a directory.
  static func origin(ofImage path: String) -> String? {
    current.withLock { project in
      guard let project, project.givesImages else { return nil }
      let place = project.named.first { name, _ in
        let pattern = project.path(name)
        return pattern == path || Self.isPattern(name) && project.isMatch(name, path)
      }?.place
      return place.map { "\(project.file):\($0)" }
    }
  }

  /// Where the project file names another file that it passes to the command; nil if it does not.
  static func origin(ofFile path: String) -> String? {
    current.withLock { project in
      guard let project, let place = project.places[path] else { return nil }
      return "\(project.file):\(place)"
    }
  }

  /// Whether a name is a pattern, as in a shell.
  static func isPattern(_ name: String) -> Bool { name.contains(where: "*?[".contains) }

  /// Whether a path is one of those that `images` finds by a pattern.
  private func isMatch(_ pattern: String, _ path: String) -> Bool {
    let start = pattern.hasPrefix("/") ? "" : directory
    guard path.hasPrefix(start) else { return false }
    return FileName.with(pattern) { pattern in
      FileName.with(String(path.dropFirst(start.count))) { fnmatch(pattern, $0, FNM_PATHNAME) }
    } == 0
  }

  /// The name of a file in reports: its path relative to the project file's directory, if there is
  /// a project file, whatever the working directory is. Nil for an absolute path that is not below
  /// that directory.
  static func title(of path: String) -> String? {
    guard let project = current.withLock({ $0 }) else { return path.hasPrefix("/") ? nil : path }
    return project.title(of: path)
  }

  private func title(of path: String) -> String? {
    let here = FilePath(named: FileName.real(".") ?? "")
    let home = FilePath(named: FileName.real(directory.isEmpty ? "." : directory) ?? "")
    var whole = here.pushing(FilePath(named: path)).lexicallyNormalized()
    if path != "-", whole.removePrefix(home) { return Self.text(whole) }
    guard path != "-", !path.hasPrefix("/") else { return path == "-" ? path : nil }
    // Outside of the project file's directory, the name is still relative to that directory.
    var inner = here
    guard inner.removePrefix(home) else {
      return path.hasPrefix(directory) ? String(path.dropFirst(directory.count)) : path
    }
    return Self.text(inner.pushing(FilePath(named: path)).lexicallyNormalized())
  }

  /// The name in a project file of an image that the command line names relative to the working
  /// directory: relative to the file's directory. Absolute names, standard input, and names for a
  /// file in a directory that does not exist are unchanged.
  static func imageName(_ image: String, in file: String) -> String {
    guard image != "-", !image.hasPrefix("/"), let slash = file.lastIndex(of: "/"),
      let here = FileName.real("."), let home = FileName.real(String(file[...slash]))
    else { return image }
    let (own, other) = (here.split(separator: "/"), home.split(separator: "/"))
    let shared = zip(own, other).prefix { $0 == $1 }.count
    guard shared < max(own.count, other.count) else { return image }
    // The path from the file's directory to the working directory has no links, so that `..` at the
    // start of the name leads back on it.
    var path: [String] =
      other.dropFirst(shared).map { _ in ".." } + own.dropFirst(shared).map(String.init)
    var name = image[...]
    while true {
      if name.hasPrefix("./") {
        name = name.dropFirst(2)
      } else if name.hasPrefix("../"), let last = path.last, last != ".." {
        name = name.dropFirst(3)
        path.removeLast()
      } else {
        break
      }
    }
    return (path + [String(name)]).joined(separator: "/")
  }

  private static func text(_ path: FilePath) -> String {
    path.isEmpty ? "." : path.withPlatformString { FileName.text($0) }
  }
}
