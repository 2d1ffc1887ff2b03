namespace Superposition.Checkpoints;

/// <summary>What can be done to a disk.</summary>
public enum DiskChange
{
    /// <summary>A whole file takes the place of what had its name.</summary>
    Write,

    /// <summary>Bytes are put to the end of a file.</summary>
    Append,

    /// <summary>A file gets another name.</summary>
    Move,

    /// <summary>A file is removed from its folder.</summary>
    Delete,

    /// <summary>A folder is made, its parent being there.</summary>
    CreateFolder,

    /// <summary>An empty folder is removed.</summary>
    DeleteFolder,
}

/// <summary>Something that <see cref="AtomicFile"/> has done.</summary>
/// <param name="Change">What is done: a file written, renamed or removed.</param>
/// <param name="Path">The file or folder.</param>
public sealed record DiskWrite(DiskChange Change, string Path)
{
    /// <summary>The bytes that were written or appended; empty for other changes.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The new name of a file that was renamed; null for other changes.</summary>
    public string? Target { get; init; }
}
