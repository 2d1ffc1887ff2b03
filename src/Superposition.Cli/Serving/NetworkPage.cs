using Superposition.Checkpoints;
using Superposition.Exploring;
using Superposition.Reporting.Explorer;
using Superposition.Server;
using Superposition.Specs;

namespace Superposition.Cli.Serving;

/// <summary>The explorer of a network in a run, made when somebody asks for it.</summary>
internal static class NetworkPage
{
    // One at a time: a page holds a network of up to 80 million weights.
    private static readonly Lock Making = new();

    /// <summary>The page, or why there is none.</summary>
    /// <param name="path">The network's file.</param>
    public static ExplorerView Of(string path)
    {
        lock (Making)
        {
            Torch.UseOneThread();
            try
            {
                return new ExplorerView(ExplorerPage.Of(ExplorerFile.DataOf([path], CancellationToken.None)), Refusal: null);
            }
            catch (Exception e) when (e is NetworkFileException or PageTooLargeException or SpecException or CallerException)
            {
                return new ExplorerView(Html: null, e.Message);
            }
        }
    }
}
