namespace Superposition.Tests;

public class RunSettingsTests
{
    /// <summary>
    /// Fails when tests are run without <c>--settings runsettings.xml</c>: time limit and threads would not be as they should.
    /// </summary>
    [Fact]
    public void Tests_are_run_with_the_settings_of_the_repository() =>
        Assert.Equal("used", Environment.GetEnvironmentVariable("SUPERPOSITION_RUNSETTINGS"));
}
