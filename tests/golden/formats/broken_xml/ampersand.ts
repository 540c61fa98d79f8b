<!DOCTYPE TS>
<TS>
<context><message><source>a & b</source></message></context></TS>