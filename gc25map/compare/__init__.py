"""From one law to thousands: the laws of many countries, each analysed once, and every country's result.

In:  manifests or folders (`listing`), and worker processes here or on a cluster (`engine`).
Out: reports for each country, and `CountryResult`s for whoever writes or shows them (`sinks`).
"""
