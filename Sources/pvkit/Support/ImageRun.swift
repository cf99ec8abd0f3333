// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import Reports

/// Runs a command on many images. Handles every output format, number of threads and kind of input.
struct ImageRun: Sendable {
  /// The kinds of images to check among files that the user did not name. A file that only has the
  /// name of one, or of a package, is reported as an image that could not be checked.
  let kinds: ImageKinds
  /// The largest size that an image or a package may unpack to, in bytes.
  let limit: Int
  /// How much of a compressed kernel to unpack.
  var extent = GuestImage.Extent.all
  /// Checks one image; nil if there is nothing to report on an image that the user did not name.
  let judge: @Sendable (ImageSubject) throws -> ImageOutput?
  /// Makes the result for an image that could not be checked. The number is that of its input.
  let failed: @Sendable (FailureReport, Int) throws -> ImageOutput

  /// Checks every input. Results are received in the order of the inputs. A directory or package
  /// without any image is a failure.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads; nil for one per processor.
  ///   - seen: nil for a whole run. In a shard, called for each directory of which the shard has an
  ///     input: the files of a directory are divided among the shards, so that only their joined
  ///     reports tell whether it is empty.
  ///   - receive: takes each result.
  /// - Returns: the highest exit code.
  /// - Throws: errors of `judge` that are not about the image, and errors of `receive`.
  func run(
    _ inputs: [ImageSubject.Numbered], jobs: Int?, seen: ((ShardDirectory) -> Void)? = nil,
    receive: (ImageOutput) throws -> Void
  ) throws -> ExitStatus {
    let isMany = inputs.count > 1 || inputs.contains { Self.mayBeMany($0.input) }
    let work = OrderedWork<ImageSubject.Numbered, Part, Result<Step, any Error>>(
      split: { input, each in try split(input, each) },
      work: { part in Result { try step(part) } })
    let places = Dictionary(uniqueKeysWithValues: inputs.map { ($0.number, $0.places) })
    let directories = Set(inputs.flatMap(\.directories))
    var (worst, filled) = (ExitStatus.clean, Set<Int>())
    var progress = Progress(sizes: inputs.map(\.size), isShown: isMany)
    defer { progress.end() }
    func take(_ finished: ImageOutput) throws {
      worst = max(worst, finished.status)
      progress.count(finished.status)
      progress.hide()
      for line in finished.complaints { complain(line) }
      try receive(finished)
      progress.show()
    }
    try work.run(
      inputs, jobs: isMany ? jobs ?? Worker.processors : 1,
      finished: { progress.advance(to: $0) },
      receive: { outcome in
        let step = try outcome.get()
        if let finished = step.finished {
          try take(finished)
          filled.formUnion([step.number] + (places[step.number] ?? []))
        }
        guard let end = step.end, !filled.contains(step.number) else { return }
        let error = nothing(in: end)
        guard directories.contains(step.number), let seen else {
          return try take(finished(error, step.number, end.path, end.title))
        }
        seen(
          ShardDirectory(step.number, empty: FailureReport(error, of: end.path, title: end.title)))
      })
    for place in directories.intersection(filled).sorted() { seen?(ShardDirectory(place)) }
    return worst
  }

  /// Whether the input may contain several images.
  private static func mayBeMany(_ input: ImageList.Input) -> Bool {
    guard case .named(let name, _) = input, name != "-" else { return true }
    return ImageFile.front(of: name).map { $0.withUnsafeBytes(KernelPackage.mayBegin) } ?? false
  }

  private func nothing(in end: End) -> ImageError {
    let error =
      NamedImage(end.path).member == nil
      ? kinds.nothing(in: end.path, files: end.files, links: end.links)
      : ImageError(image: end.path, problem: "is not a \(kinds.words)", cure: "name another file")
    return error.named(at: Project.origin(ofImage: end.path))
  }
}

extension ImageRun {
  /// An image that was opened, or a source tree: everything that a thread needs to check it.
  fileprivate struct Part: Sendable {
    /// The contents of the file; nil for a source tree.
    let file: Bytes?
    /// The path, or `PACKAGE(MEMBER)`.
    let name: String
    /// The name in reports.
    let title: String
    let origin: ImageSubject.Origin
    /// The number of the input, from 1.
    let number: Int
    /// What it should be by its name: if it is not, that is reported.
    var claim: ClaimedKind?
    /// Whether it has the name of a module.
    var isNamedModule = false
  }

  /// The end of a directory or package.
  fileprivate struct End: Sendable {
    let path: String
    /// The name in reports.
    let title: String
    /// The number of its files.
    var files = 0
    /// The number of the directory's symbolic links.
    var links = 0
  }

  /// The result of a part, or the end of an input.
  fileprivate struct Step: Sendable {
    /// Nil if nothing was checked.
    var finished: ImageOutput?
    /// The directory or package that ends here; nil within it.
    var end: End?
    /// The number of the input, from 1.
    let number: Int
  }

  /// Opens an input, and passes on each of its images.
  private func split(
    _ numbered: ImageSubject.Numbered, _ each: (Part) throws -> Void
  ) throws -> Result<Step, any Error>? {
    let number = numbered.number
    switch numbered.input {
    case .named(let path, let title): return try open(path, title, .named, number, each)
    case .found(let path, let title):
      guard let front = ImageFile.front(of: path) else {
        return try open(path, title, .found, number, each)
      }
      let claim = ClaimedKind(path, among: kinds)
      if let claim, front.isEmpty {
        return Result {
          let finished = try finished(claim.error(path, "is empty"), number, path, title)
          return Step(finished: finished, number: number)
        }
      }
      let isCandidate = front.withUnsafeBytes {
        claim != nil || kinds.mayBegin(with: $0) || KernelPackage.mayBegin($0)
      }
      return isCandidate ? try open(path, title, .found, number, each) : nil
    case .end(let directory, let title, let files, let links):
      let end = End(path: directory, title: title, files: files, links: links)
      return .success(Step(end: end, number: number))
    case .tree(let path, let title):
      try each(Part(file: nil, name: path, title: title, origin: .named, number: number))
      return nil
    case .unreadable(let error, let title):
      return Result {
        let finished = try finished(error, number, error.image, title)
        return Step(finished: finished, number: number)
      }
    }
  }

  private func open(
    _ path: String, _ title: String, _ origin: ImageSubject.Origin, _ number: Int,
    _ each: (Part) throws -> Void
  ) throws -> Result<Step, any Error>? {
    var end = origin == .named ? End(path: path, title: title) : nil
    do {
      let named = NamedImage(path)
      let file = try ImageFile.read(named.file, limit: limit, readsPipes: origin == .named)
      guard let package = try named.package(in: file, limit: limit) else {
        try each(
          Part(
            file: file, name: path, title: title, origin: origin, number: number,
            claim: ClaimedKind(path, among: kinds), isNamedModule: ClaimedKind.isModule(path)))
        return nil
      }
      var (others, isThere) = ([String](), false)
      let files = try package.members(kinds) { member in
        guard named.selects(member) else { return others.append(member.name) }
        isThere = true
        try each(
          Part(
            file: member.bytes, name: named.file + member.name,
            title: named.member == nil ? title + member.name : title, origin: .packed,
            number: number, claim: ClaimedKind(member.path, among: kinds, isMember: true),
            isNamedModule: ClaimedKind.isModule(member.path)))
      }
      try ImageFile.checkWhole()
      guard isThere || named.member == nil else {
        throw named.missing(among: others, files: files)
      }
      end?.files = files
      return end.map { .success(Step(end: $0, number: number)) }
    } catch let error as ImageError {
      return Result {
        let cause = Project.unmatched(path) ?? Self.cause(error)
        let finished = try finished(cause, number, path, title)
        return Step(finished: finished, end: end, number: number)
      }
    }
  }

  private func step(_ part: Part) throws -> Step {
    guard let file = part.file else {
      return Step(finished: try judged(.tree(part.name), part), number: part.number)
    }
    file.region.take()
    var image = GuestImage(
      name: part.name, title: part.title, file: file, limit: limit, upTo: extent)
    if part.origin != .named, part.isNamedModule, !kinds.contains(.modules), image.problem != nil {
      return Step(number: part.number)
    }
    if image.problem != nil { image.origin = Project.origin(ofImage: part.name) }
    guard part.origin == .named || !image.kinds.isDisjoint(with: kinds) else {
      guard let claim = part.claim, let error = image.missing(claim) else {
        return Step(number: part.number)
      }
      let finished = try finished(Self.cause(error), part.number, part.name, part.title)
      return Step(finished: finished, number: part.number)
    }
    return Step(finished: try judged(.image(image), part), number: part.number)
  }

  private func judged(_ content: ImageSubject.Content, _ part: Part) throws -> ImageOutput? {
    do {
      let finished = try judge(
        ImageSubject(
          content: content, title: part.title, origin: part.origin, number: part.number))
      try ImageFile.checkWhole()
      return finished
    } catch let error as ImageError {
      return try finished(Self.cause(error), part.number, part.name, part.title)
    }
  }

  /// The error that the file was truncated while it was read, if so: the zeros at its end look like
  /// damage. Otherwise the error itself.
  private static func cause(_ error: ImageError) -> ImageError {
    do throws(ImageError) {
      try ImageFile.checkWhole()
      return error
    } catch let cut { return cut }
  }

  /// The result for an image that could not be checked.
  private func finished(
    _ error: ImageError, _ number: Int, _ name: String? = nil, _ title: String? = nil
  ) throws -> ImageOutput {
    let image = name ?? error.image
    let located = error.named(at: Project.origin(ofImage: image))
    let report = FailureReport(located, of: image, title: title)
    var finished = try failed(report, number)
    finished.status = .failed
    finished.failed.append(report.image)
    finished.complaints.insert("pvkit: \(located)", at: 0)
    return finished
  }
}
