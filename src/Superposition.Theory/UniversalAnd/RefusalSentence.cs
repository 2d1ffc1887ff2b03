namespace Superposition.UniversalAnd;

/// <summary>What an exception says to whoever gave the argument, who does not know the parameter by its name.</summary>
public static class RefusalSentence
{
    /// <summary>The message without the name of the parameter that .NET appends to it.</summary>
    public static string Sentence(this Exception e) => e.Message.Split(" (Parameter", 2)[0];
}
