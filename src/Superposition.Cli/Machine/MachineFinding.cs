namespace Superposition.Cli.Machine;

/// <summary>How well something is.</summary>
internal enum Health
{
    /// <summary>Nothing has to be mended.</summary>
    Well,

    /// <summary>The program runs, but slower, or with less, than it could.</summary>
    Odd,

    /// <summary>Commands that need it fail.</summary>
    Broken,
}

/// <summary>What <c>doctor</c> found of one thing that it checked.</summary>
/// <param name="What">What was checked, in a word or two.</param>
/// <param name="Found">What is there.</param>
/// <param name="Health">How well it is.</param>
/// <param name="Remedy">How to mend it, in a sentence; null when there is nothing to mend.</param>
internal sealed record MachineFinding(string What, string Found, Health Health, string? Remedy = null);
