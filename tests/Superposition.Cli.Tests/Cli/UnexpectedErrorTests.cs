using Superposition.Cli;

namespace Superposition.Tests.Cli;

public class UnexpectedErrorTests
{
    [Fact]
    public async Task An_error_nobody_thought_of_is_one_sentence_too()
    {
        using var error = new StringWriter();
        var code = await Program.Run(["schema"], new BrokenWriter(), error);
        Assert.Equal(1, code);
        Assert.Matches(
            @"^This should not have happened \(InvalidTimeZoneException: first line\); with SUPERPOSITION_DEBUG=1 the "
                + @"program shows where\.\n$", error.ToString());
    }

    /// <summary>Throws something that no part of the program expects.</summary>
    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) => throw new InvalidTimeZoneException("first line\nsecond line");
    }
}
