using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.Networks;

public class NetworkSiteTests
{
    [Fact]
    public void Whatever_runs_the_network_stops_when_it_is_told_to()
    {
        using var scope = NewDisposeScope();
        using var stop = new CancellationTokenSource();
        var inputs = new SparseInputs(6, 2, Sparsity.AtMost);
        var network = new DedicatedSubset().Build(new UniversalAndSize(inputs, 10), new Generator(1));
        var site = new NetworkSite(network, 0).StoppedBy(stop.Token);
        var states_nd = site.Activations(inputs.All(100).Single());
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => site.Activations(inputs.All(100).Single()));
        Assert.Throws<OperationCanceledException>(() => site.Outputs(states_nd));
        Assert.Throws<OperationCanceledException>(() => site.NextWeight());
        Assert.Equal([states_nd.shape[0], 15], new NetworkSite(network, 0).Outputs(states_nd).shape);
    }
}
