namespace Superposition.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>The command did what it was asked to.</summary>
    public const int Done = 0;

    /// <summary>A check or a cell failed, or the program did.</summary>
    public const int Failed = 1;

    /// <summary>The caller's input is wrong.</summary>
    public const int WrongInput = 2;

    /// <summary>Stopped by a signal; what was finished is saved.</summary>
    public const int Interrupted = 130;
}
