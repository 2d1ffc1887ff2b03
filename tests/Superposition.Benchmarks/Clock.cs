using System.Diagnostics;

namespace Superposition.Benchmarks;

/// <summary>The least time of many: what the work takes when nothing else is in the way.</summary>
internal static class Clock
{
    /// <summary>
    /// Least and median milliseconds of a piece of work, by turns with others, so that what else the machine does falls on all of them.
    /// </summary>
    /// <param name="rounds">How often all of them are run.</param>
    /// <param name="works">The pieces of work.</param>
    public static (double Least, double Median)[] ByTurns(int rounds, params IReadOnlyList<Action> works)
    {
        var times = works.Select(_ => new double[rounds]).ToArray();
        foreach (var work in works)
        {
            work();
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                works[i]();
                times[i][round] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        }

        return [.. times.Select(all => (all.Min(), all.Order().ElementAt(rounds / 2)))];
    }
}
