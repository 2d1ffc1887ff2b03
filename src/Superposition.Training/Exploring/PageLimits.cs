using System.Globalization;
using Superposition.Networks;

namespace Superposition.Exploring;

/// <summary>The sizes that a page can hold and a browser can run while a person watches.</summary>
public static class PageLimits
{
    private const int Features = 512, Width = 2048, Layers = 16, Outputs = Features * (Features - 1) / 2;
    private const long Numbers = 80_000_000;

    /// <summary>Refuses a network that is larger.</summary>
    /// <exception cref="PageTooLargeException">It is.</exception>
    internal static void Check(string name, ReluNetwork network)
    {
        var widest = network.Layers.Select(layer =>
            Math.Max(layer.Neurons, layer.Inputs)).Append(network.Encoding is { } phi ? (int)phi.shape[0] : 0).Max();
        Require(network.Features, Features, "features");
        Require(widest, Width, "neurons in a layer");
        Require(network.Layers.Count, Layers, "layers");
        Require(network.Outputs, Outputs, "outputs");
        Require(network.parameters().Sum(parameter => parameter.numel()), Numbers, "weights");

        void Require(long found, long most, string what)
        {
            if (found > most)
            {
                throw new PageTooLargeException(string.Create(CultureInfo.InvariantCulture,
                    $"{name} has {found:N0} {what}, expected at most {most:N0}: a page holds networks of up to {Features} features, "
                        + $"{Layers} layers of {Width:N0} neurons and {Numbers / 1_000_000} million weights."));
            }
        }
    }
}

/// <summary>A network is larger than a page can hold.</summary>
public sealed class PageTooLargeException(string message) : Exception(message);
