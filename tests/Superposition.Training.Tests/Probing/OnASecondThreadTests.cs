using Superposition.Probing;

namespace Superposition.Tests.Probing;

public class OnASecondThreadTests
{
    [Fact]
    public void It_gives_what_was_computed_or_the_exception_that_ended_it()
    {
        using var seven = new OnASecondThread<int>(_ => 7);
        using var failing = new OnASecondThread<int>(_ => throw new InvalidDataException("why"));
        Assert.Equal(7, seven.Result);
        Assert.Equal("why", Assert.Throws<InvalidDataException>(() => failing.Result).Message);
    }

    [Fact]
    public void Disposing_stops_it_and_waits_for_its_end()
    {
        using var begun = new ManualResetEventSlim();
        var hasEnded = false;
        using (new OnASecondThread<int>(stop =>
        {
            begun.Set();
            stop.WaitHandle.WaitOne();
            hasEnded = true;
            stop.ThrowIfCancellationRequested();
            return 0;
        }))
        {
            begun.Wait();
        }

        Assert.True(hasEnded);
    }
}
