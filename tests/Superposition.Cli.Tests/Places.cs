using System.Reflection;

namespace Superposition.Tests;

/// <summary>Where things lie, as the build knows it.</summary>
internal static class Places
{
    public static string Repository { get; } = Told("RepositoryRoot");

    public static string LibTorchSharpOfPackage { get; } = Told("LibTorchSharpOfPackage");

    public static string TorchSharpOfPackage { get; } = Told("TorchSharpOfPackage");

    private static string Told(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
