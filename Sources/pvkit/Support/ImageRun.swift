// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import Reports

extension ImageList {
  /// All of a shard's inputs, or all there are.
  func numbered(_ shard: Shard? = nil) -> [ImageSubject.Numbered] {
    self.shard(shard?.index ?? 1, of: shard?.count ?? 1).map {
      ImageSubject.Numbered(number: $0.number, input: $0.input)
    }
  }
}

/// What a command is to judge.
struct ImageSubject: Sendable {
  enum Content: Sendable {
    case image(GuestImage)
    /// A source tree, by its path.
    case tree(String)
  }

  /// One of the inputs, with its place among all of them.
  struct Numbered: Sendable {
    /// From 1.
    let number: Int
    let input: ImageList.Input
  }

  /// How it came to be looked at.
  enum Origin: Sendable {
    /// The user named it.
    case named
    /// It is in a package or archive that the user named or that was found.
    case packed
    /// It is below a directory.
    case found
  }

  let content: Content
  let origin: Origin
  /// Of the input that it is in, from 1.
  let number: Int

  /// It was found among others, of which most are none of Xen's business.
  var isModule: Bool {
    guard case .image(let image) = content, origin != .named else { return false }
    return image.kinds == .modules
  }
}

/// What came of one image: what to print, and how the command ends if nothing is worse.
struct Finished: Sendable {
  var status: ExitStatus
  /// For standard error.
  var complaints: [String] = []
  /// For standard output, without line ends.
  var lines: [String] = []
  /// For the formats of other tools.
  var images: [AnnotatedRun.Image] = []
  /// For a new baseline.
  var entries: [Baseline.Entry] = []
  /// Images that could not be judged, by their titles.
  var failed: [String] = []
}

/// Many images through one command: every format, number of threads and kind of input is handled here.
struct ImageRun: Sendable {
  /// What is looked at where the user did not name the file itself.
  let kinds: ImageKinds
  /// The most bytes that an image or a package may unpack to.
  let limit: Int
  /// How much of a packed kernel is wanted.
  var extent = GuestImage.Extent.all
  /// Nil where there is nothing to say of an image that the user did not name.
  let judge: @Sendable (ImageSubject) throws -> Finished?
  /// What stands in the place of a report, of the input of that number.
  let failed: @Sendable (FailureReport, Int) throws -> Finished

  /// Judges every input; results come in their order.
  ///
  /// - Parameter isWhole: a directory or package without any image is a failure.
  /// - Returns: the worst of the ends.
  /// - Throws: what `judge` throws that is not about the image, and what `receive` throws.
  func run(
    _ inputs: [ImageSubject.Numbered], jobs: Int?, isWhole: Bool = true,
    receive: (Finished) throws -> Void
  ) throws -> ExitStatus {
    let isMany = inputs.count > 1 || inputs.contains { Self.mayBeMany($0.input) }
    let work = OrderedWork<ImageSubject.Numbered, Part, Result<Step, any Error>>(
      split: { input, each in try split(input, each) },
      work: { part in Result { try step(part) } })
    var (worst, seen) = (ExitStatus.clean, 0)
    var progress = Progress(total: inputs.count, isShown: isMany)
    func take(_ finished: Finished) throws {
      worst = max(worst, finished.status)
      progress.count(finished.status)
      progress.hide()
      for line in finished.complaints { complain(line) }
      try receive(finished)
    }
    try work.run(
      inputs, jobs: isMany ? jobs ?? Worker.processors : 1,
      finished: { progress.advance(to: $0) },
      receive: { outcome in
        let step = try outcome.get()
        if let finished = step.finished {
          try take(finished)
          seen += step.isCounted ? 1 : 0
        }
        if let place = step.end {
          if seen == 0, isWhole { try take(finished(nothing(in: place), step.number)) }
          seen = 0
        }
      })
    progress.hide()
    return worst
  }

  /// Whether one input may stand for many images.
  private static func mayBeMany(_ input: ImageList.Input) -> Bool {
    guard case .named(let name, _) = input, name != "-" else { return true }
    return ImageFile.front(of: name).map { $0.withUnsafeBytes(KernelPackage.mayBegin) } ?? false
  }

  private func nothing(in place: String) -> ImageError {
    ImageError(image: place, problem: "holds no \(kinds.words)", cure: "name the file itself")
  }
}

extension ImageRun {
  /// A file that is read: all that a thread needs to go on with.
  fileprivate struct Part: Sendable {
    /// Nil of a source tree.
    let file: Bytes?
    /// A path, or `PACKAGE(MEMBER)`.
    let name: String
    /// As reports call it.
    let title: String
    let origin: ImageSubject.Origin
    /// Of the input.
    let number: Int
  }

  /// What came of a part or an input.
  fileprivate struct Step: Sendable {
    /// Nil where nothing was looked at.
    var finished: Finished?
    /// It is one of what a directory or package holds.
    var isCounted = false
    /// The directory or package that ends here.
    var end: String?
    /// Of the input.
    let number: Int
  }

  /// Opens an input, and hands out each image of it.
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
      let isCandidate = front.withUnsafeBytes {
        kinds.mayBegin(with: $0) || KernelPackage.mayBegin($0)
      }
      return isCandidate ? try open(path, title, .found, number, each) : nil
    case .end(let directory): return .success(Step(end: directory, number: number))
    case .tree(let path, let title):
      try each(Part(file: nil, name: path, title: title, origin: .named, number: number))
      return nil
    case .unreadable(let error, let title):
      return Result {
        let finished = try finished(error, number, error.image, title)
        return Step(finished: finished, isCounted: true, number: number)
      }
    }
  }

  private func open(
    _ path: String, _ title: String, _ origin: ImageSubject.Origin, _ number: Int,
    _ each: (Part) throws -> Void
  ) throws -> Result<Step, any Error>? {
    let end = origin == .named ? path : nil
    do {
      let file = try ImageFile.read(path, limit: limit, readsPipes: origin == .named)
      guard let package = try KernelPackage(file, name: path, limit: limit) else {
        try each(Part(file: file, name: path, title: title, origin: origin, number: number))
        return nil
      }
      try package.members(kinds) { member in
        let inside = "(\(member.path))"
        try each(
          Part(
            file: member.bytes, name: path + inside, title: title + inside, origin: .packed,
            number: number))
      }
      try ImageFile.checkWhole()
      return end.map { .success(Step(end: $0, number: number)) }
    } catch let error as ImageError {
      return Result {
        let cause = Project.unmatched(path) ?? Self.cause(error)
        let finished = try finished(cause, number, path, title)
        return Step(finished: finished, isCounted: true, end: end, number: number)
      }
    }
  }

  private func step(_ part: Part) throws -> Step {
    guard let file = part.file else {
      return Step(finished: try judged(.tree(part.name), part), number: part.number)
    }
    file.region.take()
    let image = GuestImage(
      name: part.name, title: part.title, file: file, limit: limit, upTo: extent)
    guard part.origin == .named || !image.kinds.isDisjoint(with: kinds) else {
      return Step(number: part.number)
    }
    return Step(
      finished: try judged(.image(image), part), isCounted: part.origin != .named,
      number: part.number)
  }

  private func judged(_ content: ImageSubject.Content, _ part: Part) throws -> Finished? {
    do {
      let finished = try judge(
        ImageSubject(content: content, origin: part.origin, number: part.number))
      try ImageFile.checkWhole()
      return finished
    } catch let error as ImageError {
      return try finished(Self.cause(error), part.number, part.name, part.title)
    }
  }

  /// That the file was cut off while it was read, if that is so: the zeros at its end look like damage.
  private static func cause(_ error: ImageError) -> ImageError {
    do throws(ImageError) {
      try ImageFile.checkWhole()
      return error
    } catch let cut { return cut }
  }

  /// An image that could not be judged.
  private func finished(
    _ error: ImageError, _ number: Int, _ name: String? = nil, _ title: String? = nil
  ) throws -> Finished {
    let report = FailureReport(error, of: name ?? error.image, title: title)
    var finished = try failed(report, number)
    finished.status = .failed
    finished.failed.append(report.image)
    finished.complaints.insert("pvkit: \(error)", at: 0)
    return finished
  }
}
