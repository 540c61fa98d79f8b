<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="zh_CN">
<context>
    <name>MainWindow</name>
    <message>
        <location filename="main.cpp" line="12"/>
        <source>打开 &amp;File &lt;b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>打开 &amp;File &lt;b&gt;</source>
        <comment>工具栏</comment>
        <translatorcomment>短</translatorcomment>
        <translation>Открыть &lt;b&gt;</translation>
    </message>
    <message numerus="yes">
        <source>%n 个文件</source>
        <extracomment>状态栏</extracomment>
        <translation type="unfinished">
            <numerusform>%n файл</numerusform>
        </translation>
    </message>
    <message id="bell">
        <source>响铃<byte value="x7"/></source>
        <translation type="unfinished"/>
    </message>
    <message><source>没有</source></message>
    <message><source>旧</source><translation type="vanished">Старый</translation></message>
    <message><source>长</source><translation variants="yes"><lengthvariant>Длинный</lengthvariant></translation></message>
</context>
</TS>
